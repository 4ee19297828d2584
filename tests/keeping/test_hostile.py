"""A file that was made to harm: names that lead out, what exhausts, what no version writes.

Without a passphrase anybody can make a file that is sealed as it should be.
"""

import io
import json
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest
import sqlalchemy as sa

from app import schema
from app.keeping.restoring.unpacking import unpack
from app.keeping.sealed import entries
from app.keeping.sealed.entries import What, packed, put
from app.keeping.sealed.index import FileTally, Index
from app.keeping.sealed.sealing import Damaged, NewerFormat, Opener, Sealer

LATEST = schema.known()[-1]

pytestmark = pytest.mark.sqlite

Entry = tuple[What, str, Iterable[bytes]]


def made(*given: Entry, revision: str = LATEST, more: bytes = b"") -> io.BytesIO:
    """A file with these entries, sealed well."""
    into = io.BytesIO()
    sealer = Sealer(into, "", {"program": "9.9", "revision": revision, "made_at": "2026-01-01"})
    for what, name, parts in given:
        put(sealer, what, name, parts)
    if not given or given[-1][0] is not What.INDEX:
        empty = FileTally().told
        put(sealer, What.INDEX, "", [Index(photos=empty, files=empty).written()])
    sealer.write(more)
    sealer.close()
    into.seek(0)
    return into


def refused(file: io.BytesIO, folder: Path) -> str:
    """Why it is refused; outside of the folder nothing is there that was not."""
    inside = folder / "a" / "b" / "place"
    inside.mkdir(parents=True)
    engine = sa.create_engine(f"sqlite:///{inside / 'it.db'}", poolclass=sa.NullPool)
    with pytest.raises((Damaged, NewerFormat)) as why:
        unpack(Opener(file, ""), engine, inside)
    outside = [path for path in folder.rglob("*") if path.is_file() and inside not in path.parents]
    assert outside == []
    return str(why.value)


@pytest.mark.parametrize("what", [What.PHOTO, What.FILE])
@pytest.mark.parametrize(
    "name",
    [
        *("../out", "../../../out", "/etc/out", "a/../../out", "..", ".", "", "a//b", "a/./b"),
        *("a\\..\\out", "nul\x00.jpg", "./out"),
    ],
)
def test_no_name_leads_out_of_its_folder(tmp_path: Path, what: What, name: str) -> None:
    assert "name" in refused(made((what, name, [b"out"])), tmp_path)


def test_a_photo_has_no_folder_and_comes_once(tmp_path: Path) -> None:
    assert "photo" in refused(made((What.PHOTO, "ab/abc.jpg", [b"x"])), tmp_path / "1")
    twice = ((What.PHOTO, "abc.jpg", [b"x"]),) * 2
    assert "twice" in refused(made(*twice), tmp_path / "2")


def test_only_our_own_keys_are_taken(tmp_path: Path) -> None:
    assert "key" in refused(made((What.SECRET, "../../.ssh/authorized_keys", [b"x"])), tmp_path)


def test_a_bomb_ends_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "SPARE", 2**20)
    bomb = zlib.compress(b"[1]\n" * 2**22, 9)
    assert len(bomb) < 2**17
    file = made((What.TABLE, "site", [zlib.compress(b"")[:0], bomb]))
    assert refused(file, tmp_path)
    lines = b"\n".join([b'["id"]', b"[1]" * 2**22])
    assert refused(made((What.TABLE, "site", [zlib.compress(lines, 9)])), tmp_path / "long")


def test_a_row_without_an_end_takes_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "LONGEST_LINE", 2**20)
    endless = (zlib.compress(b"x" * 2**23, 9),)
    with pytest.raises(Damaged, match="longer than any row"):
        list(entries.unpacked(endless))


@pytest.mark.parametrize(
    "content",
    [b"no zlib at all", zlib.compress(b'["id"]\n')[:-3], zlib.compress(b'["id"]\n') + b"more"],
)
def test_what_can_not_be_unpacked_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "table" in refused(made((What.TABLE, "site", [content])), tmp_path).lower()


def test_tables_and_columns_are_ours(tmp_path: Path) -> None:
    strange = packed([json.dumps(["id", "name"]).encode()])
    assert "none of the program's" in refused(
        made((What.TABLE, "strange", strange)), tmp_path / "1"
    )
    columns = packed([json.dumps(["id", "name); DROP TABLE site; --"]).encode()])
    assert "none of the program's" in refused(made((What.TABLE, "site", columns)), tmp_path / "2")


def test_what_the_index_does_not_tell_of_is_refused(tmp_path: Path) -> None:
    assert "lacks a table" in refused(made(), tmp_path)


def test_what_follows_the_end_is_refused(tmp_path: Path) -> None:
    assert "follows the end" in refused(made(more=b"more"), tmp_path)


def test_a_file_of_a_later_version_says_which_and_touches_nothing(tmp_path: Path) -> None:
    why = refused(made(revision="0999"), tmp_path)
    assert "later version" in why
    assert "9.9" in why
    assert "0999" in why
