"""An import goes one way: bytes → sheets → rows → plan; none of it knows web or database."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import app.imports

STEPS = ("reading", "meaning", "planning")
FOLDER = Path(app.imports.__file__).parent
GROUND = {"app.bounded", "app.cells", "app.language", "app.imports.runs.progress"}
"""What the steps take from the ground: the bounds of a child process, what cells of lists that
went out from here look like, and the mark of a text that is translated where it is shown. And how
far they are, which is told to whoever asked."""
STRANGERS = {"flask", "flask_babel", "sqlalchemy", "werkzeug", "wtforms"}


def _modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def complaint(step: str, module: str) -> str | None:
    """What is wrong with a file of the step importing the module, if anything."""
    if module.split(".", maxsplit=1)[0] in STRANGERS:
        return "a step is plain"
    before = tuple(f"app.imports.{each}." for each in STEPS[: STEPS.index(step) + 1])
    if module.startswith("app.") and module not in GROUND and not f"{module}.".startswith(before):
        return "a step takes only itself and those before it"
    return None


@pytest.mark.parametrize("step", STEPS)
def test_a_step_takes_only_itself_and_those_before_it(step: str) -> None:
    files = list((FOLDER / step).rglob("*.py"))
    assert files
    wrong = [
        f"{path.name} imports {module}: {why}"
        for path in files
        for module in _modules(path)
        if (why := complaint(step, module))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("step", "module"),
    [
        ("reading", "app.imports.meaning.columns"),
        ("meaning", "app.imports.queries"),
        ("planning", "app.places.models"),
        ("planning", "sqlalchemy.orm"),
    ],
)
def test_a_wrong_import_is_found(step: str, module: str) -> None:
    assert complaint(step, module)
