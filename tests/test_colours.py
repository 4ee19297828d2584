"""The dark is made of colours alone, so that what axe found in the light holds there too."""

import re
from collections.abc import Iterator

import pytest

from app.configuration import ROOT

pytestmark = pytest.mark.sqlite  # no database is asked
STYLES = sorted((ROOT / "static").rglob("*.css"))
OPENS = re.compile(r"@media[^{]*prefers-color-scheme[^{]*\{")
GIVEN = re.compile(r"([\w-]+)\s*:\s*([^;{}]+?)\s*(?:;|\})")
COLOUR = re.compile(r"#[0-9a-f]{3,8}|var\(--(?:dark|pale)\)")


def in_the_dark(css: str) -> Iterator[tuple[str, str]]:
    """What is given a value for one scheme of colours, and the value."""
    for found in OPENS.finditer(css):
        at, depth = found.end(), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[at], 0)
            at += 1
        yield from GIVEN.findall(css[found.end() : at])


def more_than_colours(css: str) -> list[str]:
    """What one scheme of colours has that is none, nor the shadow of a card."""
    return [
        f"{name}: {value}"
        for name, value in in_the_dark(css)
        if name != "--shadow" and not (name.startswith("--") and COLOUR.fullmatch(value.lower()))
    ]


def test_the_dark_differs_in_colours_alone() -> None:
    styles = "".join(each.read_text() for each in STYLES)
    assert len(list(in_the_dark(styles))) > 20
    assert not more_than_colours(styles)


@pytest.mark.parametrize("rule", ["p { display: none }", ":root { --touch: 1rem; --ink: #fff }"])
def test_what_else_differs_is_noticed(rule: str) -> None:
    dark = "@media (prefers-color-scheme: dark) { %s }"
    assert len(more_than_colours(dark % rule)) == 1
