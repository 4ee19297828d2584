"""An HTML page as a test reads it: elements, words, names and forms, without a browser."""

import re
from collections.abc import Iterator
from functools import cached_property
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as PARSER_WORDS

INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "small"}
    | {"span", "strong", "sub", "sup", "time", "u"}
)
"""Elements that stand inside a line: no space comes between them and the text beside them."""
UNSEEN = frozenset({"script", "style", "template", "head", "title"})
FIELDS = frozenset({"input", "select", "textarea"})
WORDLESS_INPUTS = frozenset({"hidden", "submit", "reset", "button", "image"})


class Document:
    """A parsed page. `faults` lists what a strict HTML5 parser would stop at."""

    def __init__(self, html: str) -> None:
        self.html = html
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root: Element = parser.parse(html)
        self.faults = [
            f"line {line}: {PARSER_WORDS.get(code, code) % (known or {})}"
            for (line, _column), code, known in parser.errors
        ]
        self.parents = {child: parent for parent in self.root.iter() for child in parent}

    def all(self, *tags: str) -> list[Element]:
        """Every element of these tags, in the order of the page."""
        return [each for each in self.elements if each.tag in tags]

    def of_class(self, name: str) -> list[Element]:
        """Every element that bears the class."""
        return [each for each in self.elements if name in each.get("class", "").split()]

    @cached_property
    def elements(self) -> list[Element]:
        """Every element; comments are left out."""
        return [each for each in self.root.iter() if isinstance(each.tag, str)]

    @cached_property
    def ids(self) -> dict[str, Element]:
        """Elements by their id; the last where it is borne twice."""
        return {each.attrib["id"]: each for each in self.elements if "id" in each.attrib}

    def ancestors(self, element: Element) -> Iterator[Element]:
        """The element's parent, and its parent, up to the root."""
        while (parent := self.parents.get(element)) is not None:
            yield parent
            element = parent

    def within(self, element: Element, *tags: str) -> bool:
        """Whether the element stands inside one of these tags."""
        return any(each.tag in tags for each in self.ancestors(element))

    def label_of(self, field: Element) -> str:
        """The words that a screen reader says for a form field; empty where there are none."""
        given = self.given_name(field)
        if given:
            return given
        return " ".join(words(label) for label in self.labels.get(field, ())).strip()

    @cached_property
    def labels(self) -> dict[Element, list[Element]]:
        """The labels of each field: those around it, and those that name its id."""
        found: dict[Element, list[Element]] = {}
        for label in self.all("label"):
            named = self.ids.get(label.get("for", ""))
            fields = [each for each in label.iter() if each.tag in FIELDS and each is not named]
            for field in [*fields, *([named] if named is not None else [])]:
                found.setdefault(field, []).append(label)
        return found

    def given_name(self, element: Element) -> str:
        """The name given by aria-label or aria-labelledby; empty where there is none."""
        if element.get("aria-label", "").strip():
            return element.attrib["aria-label"].strip()
        named = [self.ids.get(each) for each in element.get("aria-labelledby", "").split()]
        return " ".join(words(each) for each in named if each is not None).strip()

    def name_of(self, element: Element) -> str:
        """What a screen reader says for a link or button: given, its words, or its pictures'."""
        return self.given_name(element) or _spoken(element)


def _spoken(element: Element) -> str:
    parts = [words(element)]
    for each in element.iter():
        parts += [each.get("alt", ""), each.get("aria-label", "")]
        parts += [words(each)] if local(each) == "title" else []
    return " ".join(part for part in parts if part).strip()


def local(element: Element) -> str:
    """The element's tag without its namespace: `svg` for the SVG one."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _pieces(element: Element) -> Iterator[str]:
    if local(element) in UNSEEN or not isinstance(element.tag, str):
        return
    gap = "" if element.tag in INLINE else " "
    yield gap + (element.text or "")
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield gap


def words(element: Element) -> str:
    """The element's text as one line, single spaces, without scripts."""
    return re.sub(r"\s+", " ", "".join(_pieces(element))).strip()
