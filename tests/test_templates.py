"""What every template keeps to, read from its source: words through gettext, names that exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta, nodes

from app.configuration import ROOT

pytestmark = pytest.mark.sqlite  # no database is asked
TEMPLATES = ROOT / "templates"
ALL = sorted(TEMPLATES.rglob("*.html"))
BY_CODE = re.compile(r"""["']([a-z_]+/[a-z_/]+\.html)["']""")

JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
CLASSES = re.compile(r"\{% block \w+_class %\}.*?\{% endblock %\}")
NAME_PART = re.compile(r"""[\w-]+="[^"]*"|\S*--\S+|(?<!\w)-\w+""")
"""What is for the browser: an attribute kept in a variable, a piece of a class or an id."""
LETTERS = re.compile(r"[^\W\d_]{2,}")
SPOKEN = re.compile(r'\b(alt|title|placeholder|aria-label|label)="([^"]*)"')
OUR_NAME = "Roomworthy"


def _name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def _calls(app: Flask, path: Path, function: str) -> Iterator[str]:
    """The first words, where they stand in quotes, of every call of the function."""
    tree = app.jinja_env.parse(path.read_text())
    for call in tree.find_all(nodes.Call):
        named = isinstance(call.node, nodes.Name) and call.node.name == function
        if named and call.args and isinstance(call.args[0], nodes.Const):
            yield str(call.args[0].value)


def untranslated(source: str) -> list[str]:
    """Words that a reader would see in English whatever their language."""
    bare = JINJA.sub("\x00", CLASSES.sub("", source))
    bare = re.sub(r"&#?\w+;|<!--.*?-->", " ", bare, flags=re.DOTALL)
    found = [words for _, words in SPOKEN.findall(bare)]
    found += re.sub(r"<[^>]*>", "\n", bare).splitlines()
    found = [NAME_PART.sub("", each.replace(OUR_NAME, "")).strip("\x00 ·") for each in found]
    return [each.replace("\x00", "…") for each in found if LETTERS.search(each)]


def test_every_word_is_translated() -> None:
    found = [f"{_name(path)}: {word}" for path in ALL for word in untranslated(path.read_text())]
    assert not found


@pytest.mark.parametrize(
    "source",
    ["<p>Hello</p>", '<img alt="A door">', "<p>{{ n }} rooms</p>", "<p>\n  in two lines\n</p>"],
)
def test_a_word_left_in_english_is_found(source: str) -> None:
    assert untranslated(source)


def strangers(app: Flask, path: Path) -> list[str]:
    """Endpoints, files, pictures and templates that the template names and nobody has."""
    sprite = (ROOT / "static" / "icons" / "sprite.svg").read_text()
    templates = meta.find_referenced_templates(app.jinja_env.parse(path.read_text()))
    return [
        *(name for name in _calls(app, path, "url_for") if name not in app.view_functions),
        *(name for name in _calls(app, path, "asset") if not (ROOT / "static" / name).is_file()),
        *(name for name in _calls(app, path, "icon") if f'id="{name}"' not in sprite),
        *(name for name in templates if name and not (TEMPLATES / name).is_file()),
    ]


def test_every_template_names_only_what_there_is(app: Flask) -> None:
    assert not [f"{_name(path)}: {each}" for path in ALL for each in strangers(app, path)]


@pytest.mark.parametrize(
    "source",
    [
        "{{ url_for('nobody.home') }}",
        "{{ asset('css/none.css') }}",
        "{{ icon('unicorn') }}",
        "{% include 'nothing/here.html' %}",
    ],
)
def test_a_stranger_is_found(app: Flask, tmp_path: Path, source: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(source)
    assert strangers(app, path)


def test_no_template_is_left_over() -> None:
    users = [*ALL, *(ROOT / "app").rglob("*.py")]
    used = {name for path in users for name in BY_CODE.findall(path.read_text())}
    assert not {_name(path) for path in ALL} - used


def test_no_template_trusts_raw_markup() -> None:
    raw = re.compile(r"\|\s*safe\b|autoescape\s+false")
    assert not [_name(path) for path in ALL if raw.search(path.read_text())]
