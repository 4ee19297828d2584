"""`flask backup`: one file with everything in it, good only once it was restored and compared."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import rows, schema
from app.extensions import db
from app.keeping import folder, making, service
from app.keeping.proving import prove
from app.keeping.restoring.unpacking import Unpacked, unpack
from app.keeping.sealed import entries
from app.keeping.sealed.entries import What
from app.keeping.sealed.sealing import Opener
from app.photos import store
from app.settings import Settings
from app.sqlite import sqlite3
from tests.builders import NOON
from tests.keeping.conftest import PASSPHRASE, files_of, photo


def backed_up(settings: Settings) -> Path:
    """A good backup of the program."""
    return Path(service.back_up(db.engine, settings, "asked", at=NOON).path)


def restored(file: Path, into: Path, passphrase: str = "") -> tuple[Unpacked, sa.Engine]:
    """What comes out of a backup, and its database."""
    into.mkdir()
    engine = sa.create_engine(f"sqlite:///{into / 'it.db'}", poolclass=sa.NullPool)
    with file.open("rb") as opened:
        return unpack(Opener(opened, passphrase), engine, into), engine


def contents(engine: sa.Engine) -> dict[str, set[bytes]]:
    db.session.commit()  # in memory there is one connection
    with engine.connect() as connection:
        return {
            table.name: {rows.line(row) for row in rows.read(connection, table)}
            for table in rows.tables(connection)
        }


def test_everything_is_in_it(campus: Settings, tmp_path: Path) -> None:
    here = contents(db.engine)
    found, engine = restored(backed_up(campus), tmp_path / "there")
    assert contents(engine) == here
    assert here["guide"] is not None
    assert sum(len(each) for each in here.values()) > 15
    kept = files_of(tmp_path / "there" / "photos")
    assert kept == {name: store.content(name) for name in found.photos}
    assert len(kept) == 1
    assert files_of(tmp_path / "there" / "files") == {"sheets/order-1.pdf": b"%PDF a printed order"}
    assert (found.index.missing, found.index.secrets) == ([], [])
    with engine.connect() as connection:
        assert schema.standing(connection) is schema.Standing.SAME


def test_keys_go_along_by_a_passphrase_alone(
    campus: Settings, sealed: Settings, tmp_path: Path
) -> None:
    found, _engine = restored(backed_up(sealed), tmp_path / "sealed", PASSPHRASE)
    assert found.secrets == {"secret_key": campus.signing_key().encode()}
    file = backed_up(campus)
    assert campus.signing_key().encode() not in file.read_bytes()
    assert restored(file, tmp_path / "open")[0].secrets == {}
    assert file.stat().st_mode & 0o077 == 0, "nobody else reads it"


def test_a_backup_counts_once_it_is_proved_and_leaves_nothing_else(
    campus: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(path: Path, *given: object) -> Unpacked:
        with path.open("r+b") as file:
            file.truncate(path.stat().st_size - 1)
        return prove(path, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(service, "prove", cut)
    with pytest.raises(service.NotBackedUp, match="damaged or cut off"):
        backed_up(campus)
    assert folder.good_ones(campus.backups) == []
    told = folder.last_try(campus.backups)
    assert told
    assert "damaged or cut off" in told.why
    monkeypatch.undo()
    path = backed_up(campus)
    assert set(files_of(campus.backups)) == {path.name, folder.LAST_GOOD, folder.LOCK}
    assert folder.last_try(campus.backups) is None


def test_a_photo_that_is_skipped_is_missed(
    campus: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = entries.put

    def skipping(into: object, what: What, name: str, parts: object) -> None:
        if what is not What.PHOTO:
            real(into, what, name, parts)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "put", skipping)
    with pytest.raises(service.NotBackedUp, match="photo"):
        backed_up(campus)


def test_a_photo_that_is_called_missing_and_is_not_is_missed(
    campus: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Blind:
        @staticmethod
        def content(name: str) -> bytes:
            raise FileNotFoundError(name)

    monkeypatch.setattr(making, "store", Blind)
    with pytest.raises(service.NotBackedUp, match="was left out, and is here"):
        backed_up(campus)


def test_a_table_that_is_left_out_is_missed(
    campus: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = rows.tables
    monkeypatch.setattr(rows, "tables", lambda connection: real(connection)[1:])
    with pytest.raises(service.NotBackedUp, match="table"):
        backed_up(campus)


def test_a_row_that_is_left_out_is_missed(
    campus: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = rows.read
    monkeypatch.setattr(rows, "read", lambda *given: list(real(*given))[1:])
    with pytest.raises(service.NotBackedUp, match="were read"):
        backed_up(campus)


def test_a_photo_that_was_lost_before_stops_no_backup_and_is_told(campus: Settings) -> None:
    gone, cut = photo(b"gone"), photo(b"cut off")
    kept = campus.data / "photos"
    (kept / gone[:2] / gone).unlink()
    (kept / cut[:2] / cut).write_bytes(b"cut")
    with backed_up(campus).open("rb") as file:
        index = unpack_index(file.name)
    assert set(index.index.missing) == {gone, cut}


def unpack_index(path: str) -> Unpacked:
    return prove(Path(path), "", Path(path).parent)


def test_a_database_that_is_not_sound_is_told(campus: Settings, app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "broken.db"
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE alembic_version (version_num)")
        file.execute("CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID")
        file.executemany("INSERT INTO t VALUES (?)", [(f"{n:0500}",) for n in range(200)])
    content = bytearray(path.read_bytes())
    content[4 * 4096 : 4 * 4096 + 12] = b"\xff" * 12
    path.write_bytes(content)
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.NullPool)
    with pytest.raises(service.NotBackedUp, match="damaged"):
        service.back_up(engine, campus, "asked", at=NOON)


def test_the_command_says_where_it_is_and_what_is_not_in_it(campus: Settings, app: Flask) -> None:
    ran = app.test_cli_runner().invoke(args=["backup"])
    assert ran.exit_code == 0, ran.output
    path = Path(ran.output.splitlines()[0])
    assert path.parent == campus.backups.resolve()
    assert "restored elsewhere and compared: good" in ran.output
    assert "not sealed" in ran.output


def test_a_file_holds_the_passphrase(campus: Settings, app: Flask, tmp_path: Path) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text(f"{PASSPHRASE}\n")
    to = tmp_path / "elsewhere"
    words = ["backup", "--to", str(to), "--passphrase-file", str(secret)]
    ran = app.test_cli_runner().invoke(args=words)
    assert ran.exit_code == 0, ran.output
    assert "not sealed" not in ran.output
    (path,) = to.iterdir()
    assert prove(path, PASSPHRASE, tmp_path).index.secrets == ["secret_key"]
    secret.write_text("\n")
    assert "is empty" in app.test_cli_runner().invoke(args=words).output


def test_two_backups_at_once_are_one(campus: Settings, app: Flask) -> None:
    with folder.alone(folder.begun(campus)):
        assert folder.is_busy(campus.backups)
        ran = app.test_cli_runner().invoke(args=["backup"])
    assert ran.exit_code == 1
    assert "Another backup is being made" in ran.output
    assert not folder.is_busy(campus.backups)


def test_a_backup_within_the_data_does_not_hold_itself(campus: Settings, tmp_path: Path) -> None:
    to = campus.data / "copies"
    for _ in "12":
        good = service.back_up(db.engine, campus, "asked", to, at=NOON)
    found, _engine = restored(Path(good.path), tmp_path / "there")
    assert found.index.files["rows"] == 1
