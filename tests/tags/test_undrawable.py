"""Letters that no installed font can draw: known before printing, told with what to do."""

from io import BytesIO

import pytest

from tags import design, print_tags, stock, undrawable
from tags.fontpackages import packages_for
from tests.tags.faces import NAMES, a_face

BEAKER, KHITAN, RARE_HAN = "\U0001f9ea", "\U00018b00", "\U0002b820"


def test_names_in_the_scripts_of_the_world_can_all_be_drawn() -> None:
    names = [text for name, texts in NAMES.items() if name not in {"hostile"} for text in texts]
    assert undrawable(names) == ()


def test_only_names_with_letters_that_are_lacking_are_told_in_their_order() -> None:
    names = [f"Room {number}" for number in range(500)]
    names[7], names[300] = f"Chemistry {BEAKER} 7 {BEAKER}", f"{KHITAN}{BEAKER}"
    assert [(found.text, found.letters) for found in undrawable(names)] == [
        (names[7], BEAKER),
        (names[300], KHITAN + BEAKER),
    ]


def test_what_cannot_be_seen_is_not_missed() -> None:
    assert undrawable(["a\u202eb\u200c\u200d", "tab\there", "\ufeffx\ufe0f", ""]) == ()


def test_an_emoji_is_to_be_left_out_as_no_package_has_it_in_outlines() -> None:
    (found,) = undrawable([f"Lab {BEAKER}"])
    assert str(found.problem) == (
        f"No font that can be printed draws {BEAKER} (U+1F9EA) in “Lab {BEAKER}”. Leave it out."
    )


@pytest.mark.parametrize(
    ("letters", "installed", "packages"),
    [
        ("会議", (), "fonts-noto-cjk"),
        ("한글", (), "fonts-noto-cjk"),
        ("ሀ", (), "fonts-noto-core"),
        ("ሀ会", (), "fonts-noto-core fonts-noto-cjk"),
        (RARE_HAN, ("Noto Sans CJK SC",), "fonts-hanazono"),
        ("한", ("Noto Sans CJK SC",), ""),
        ("ሀ", ("Noto Sans Symbols2",), ""),
        ("\U0003fffd\ue000", (), ""),
    ],
)
def test_a_package_is_named_that_is_not_installed_yet(
    letters: str, installed: tuple[str, ...], packages: str
) -> None:
    assert packages_for(letters, installed) == packages


def test_an_order_tells_which_tags_lack_letters_and_what_to_do() -> None:
    faces = [a_face(0), a_face(1, title=f"Lab {BEAKER}")]
    (found,) = print_tags(faces, stock("avery-l7160"), design("label"), out=BytesIO()).unprintable
    assert found.code == faces[1].code
    assert f"draws {BEAKER} (U+1F9EA) in “Lab {BEAKER}”" in str(found.problem)
