"""Write docs/settings.md from what `app/settings.py` says of each setting.

python -m scripts.settings_page
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.configuration import ROOT

SOURCE = ROOT / "app" / "settings.py"
PAGE = ROOT / "docs" / "settings.md"
HEAD = """# Settings

Each is a variable of the environment; an installation by `scripts/install` keeps them in
`/etc/roomworthy/environment`. This page is written by the program: see `scripts/settings_page.py`.

| variable | unless set | what it is |
| --- | --- | --- |
"""
HIDDEN = {"testing"}


@dataclass
class Setting:
    """One setting: its name in the program, what it is where nobody sets it, and what it says."""

    name: str
    default: str
    words: str = ""


def settings(source: Path = SOURCE) -> list[Setting]:
    """All settings in their order; what stands under one in quotes belongs to it."""
    classes = [
        each for each in ast.parse(source.read_text()).body if isinstance(each, ast.ClassDef)
    ]
    found: list[Setting] = []
    is_next = False
    for node in next(each for each in classes if each.name == "Settings").body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.append(Setting(node.target.id, _default(node.value)))
            is_next = True
        elif is_next and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found[-1].words = " ".join(str(node.value.value).split())
            is_next = False
        else:
            is_next = False
    return [each for each in found if each.name not in HIDDEN]


def _default(value: ast.expr | None) -> str:
    if isinstance(value, ast.Call):
        value = value.args[0]
    return str(value.value) if isinstance(value, ast.Constant) and value.value is not None else ""


def _rows() -> Iterator[str]:
    for each in settings():
        default = f"`{each.default}`" if each.default else ""
        yield f"| `ROOMWORTHY_{each.name.upper()}` | {default} | {each.words} |\n"


def page() -> str:
    """The whole page."""
    return HEAD + "".join(_rows())


if __name__ == "__main__":
    PAGE.write_text(page())
