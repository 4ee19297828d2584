"""What one tag says, what came of printing it, and how a wish is refused."""

from dataclasses import dataclass


def N_(words: str) -> str:  # noqa: N802 - gettext's own name for it
    """The words as they are, marked for translation where they are shown."""
    return words


class TagError(ValueError):
    """A tag cannot be printed as asked: `message % values` is a sentence a person can act on.

    The message is marked for translation. So are the names of stocks and designs, which stand
    among the values whole, and so is a sentence that is a value of another.
    """

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message, values)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values


@dataclass(frozen=True, slots=True)
class Face:
    """Everything printed on one tag, in the words the reader will see.

    `code` is 12 characters of Crockford base 32 without hyphens; `address` is the full
    upper-case address that the QR code carries. Empty optional texts leave no gap.
    """

    code: str
    address: str
    title: str
    subtitle: str = ""
    place: str = ""
    verb: str = ""
    detail: str = ""
    help_line: str = ""
    organisation: str = ""
    statement: str = ""
    """What a certificate states: "This room is checked every two weeks."""
    year: str = ""
    """In the head of a sign-and-date grid."""
    second_verb: str = ""
    second_detail: str = ""
    second_statement: str = ""
    """The same three in a second language; printed where the design and the label have room."""
    language: str = ""
    """BCP 47 tag of title and place, where known: it picks the regional form of Han letters."""


_NAMED = 5
"""Letters that a refusal names at most."""


def lacking(title: str, letters: str, packages: str) -> TagError:
    """Return the refusal of a title with letters that no installed font can draw.

    Their code points are named as well: what can't be printed may not show on a screen either.
    """
    letters = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters[:_NAMED])
    if not packages:
        return TagError(
            N_("No font that can be printed draws %(letters)s in “%(title)s”. Leave it out."),
            letters=letters,
            title=title,
        )
    return TagError(
        N_(
            "No installed font can draw %(letters)s in “%(title)s”."
            " Install %(package)s, or write the name without it."
        ),
        letters=letters,
        title=title,
        package=packages,
    )


@dataclass(frozen=True, slots=True)
class Unprintable:
    """Letters of one face that no installed font can draw; they were left out.

    `packages` are those of Debian whose fonts would draw them, "" where none would.
    """

    code: str
    letters: str
    title: str = ""
    packages: str = ""

    @property
    def problem(self) -> TagError:
        """A sentence that says so, and what to do."""
        return lacking(self.title, self.letters, self.packages)


@dataclass(frozen=True, slots=True)
class Printed:
    """What a print run made: tags, pages, and the letters it had to leave out."""

    count: int
    pages: int
    unprintable: tuple[Unprintable, ...] = ()
    checked: int = 0
    """How many codes were read back from the finished file, and said what they should."""


def grouped(code: str) -> str:
    """Return a code in groups of four, as people read it aloud: `7K3Q-X9MP-2TA4`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
