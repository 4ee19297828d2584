"""The house rule: imports go up the list of features, and `tags` is nobody's but the sheets'."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.database import wal_is_safe
from app.features import OWNERS, PAGES
from app.sqlite import sqlite3

ROOT = Path(__file__).resolve().parent.parent
KNOWS_FEATURES = {"__init__.py", "features.py"}
PRIVATE = {"routes", "forms", "pages", "commands"}
LONGEST_FILE = 300


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _feature(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "app" and len(parts) > 1 and parts[1] in _ALL else None


_ALL = (*OWNERS, *PAGES)


def complaint(home: str | None, module: str) -> str | None:
    """What is wrong with a file of `home` (None: the ground) importing `module`, if anything."""
    target = _feature(module)
    if module.split(".", maxsplit=1)[0] == "tags" and home not in {"paper", "sheets"}:
        return "only paper and sheets use tags"
    if target is None or target == home:
        return None
    if home is None:
        return "the ground knows no feature"
    if target in PAGES or (home in OWNERS and OWNERS.index(target) > OWNERS.index(home)):
        return "imports go up the list"
    if module.split(".")[2:3] and module.split(".")[2] in PRIVATE:
        return "take another feature's service, queries or models"
    return None


def test_every_import_goes_up_the_list() -> None:
    wrong = []
    for path in sorted((ROOT / "app").rglob("*.py")):
        inside = path.relative_to(ROOT / "app")
        home = inside.parts[0] if len(inside.parts) > 1 else None
        if home is None and inside.name in KNOWS_FEATURES:
            continue
        wrong += [
            f"{inside} imports {module}: {why}"
            for module in _imports(path)
            if (why := complaint(home, module))
        ]
    assert not wrong, "\n".join(wrong)


def test_tags_know_no_website() -> None:
    strangers = {"app", "flask", "sqlalchemy", "flask_babel"}
    for path in (ROOT / "tags").rglob("*.py"):
        assert not strangers & {module.split(".")[0] for module in _imports(path)}, path


@pytest.mark.parametrize(
    ("home", "module"),
    [
        (None, "app.places.models"),
        ("places", "app.equipment.models"),
        ("faults", "app.checks.service"),
        ("scan", "app.board.pages"),
        ("checks", "app.faults.routes"),
        ("scan", "tags.face"),
    ],
)
def test_a_wrong_import_is_found(home: str | None, module: str) -> None:
    assert complaint(home, module)


def test_no_file_is_longer_than_a_person_reads() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for folder in ("app", "tags")
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    ]
    assert not long


TO_THE_WORLD = {
    *("socket", "http", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "asyncio"),
    *(
        "ftplib",
        "imap_tools",
        "imaplib",
        "obstore",
        "poplib",
        "smtplib",
        "socketserver",
        "telnetlib",
        "xmlrpc",
        "websockets",
    ),
}


def _reaches_out(module: str) -> bool:
    return any(module == each or module.startswith(f"{each}.") for each in TO_THE_WORLD)


def test_one_module_alone_opens_a_connection_to_the_world() -> None:
    found = {
        str(path.relative_to(ROOT))
        for folder in ("app", "tags")
        for path in (ROOT / folder).rglob("*.py")
        if any(_reaches_out(module) for module in _imports(path))
    }
    ways = ("outgoing", "outgoing_mail", "outgoing_inbox", "outgoing_lent", "outgoing_objects")
    assert found == {f"app/{each}.py" for each in ways}
    assert _reaches_out("urllib.request.urlopen")
    assert not _reaches_out("urllib.parse.quote")


def test_one_sqlite_alone_opens_databases() -> None:
    """Two copies of it in one process would take each other's locks away."""
    found = {
        str(path.relative_to(ROOT))
        for folder in ("app", "bench", "migrations", "proofs", "scripts", "tests")
        for path in (ROOT / folder).rglob("*.py")
        if any(module.split(".")[0] in {"sqlite3", "pysqlite3"} for module in _imports(path))
    }
    assert found == {"app/sqlite.py"}
    assert wal_is_safe(sqlite3.sqlite_version_info), sqlite3.sqlite_version


def test_every_package_of_the_app_is_on_the_list() -> None:
    found = {path.parent.name for path in (ROOT / "app").glob("*/__init__.py")}
    assert found == set(_ALL)


SCAN = ROOT / "app" / "scan"
AT_A_TAG = {"checking", "claiming", "life", "reporting"}


def _other_part(part: str, module: str) -> bool:
    target = module.removeprefix("app.scan.").split(".")[0]
    return module.startswith("app.scan.") and target in AT_A_TAG - {part}


@pytest.mark.parametrize("part", sorted(AT_A_TAG))
def test_what_is_done_at_a_tag_takes_nothing_from_the_rest(part: str) -> None:
    files = list((SCAN / part).glob("*.py"))
    assert files
    assert not [each for path in files for each in _imports(path) if _other_part(part, each)]
    assert _other_part(part, f"app.scan.{min(AT_A_TAG - {part})}.pages")
