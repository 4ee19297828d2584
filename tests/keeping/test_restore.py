"""`flask restore`: checked first, said and asked for, what was there kept aside, all or nothing."""

import json
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from app import in_use
from app.extensions import db
from app.keeping import service
from app.keeping.restoring import changing
from app.keeping.restoring.staging import place
from app.people.models import Person
from app.photos import store
from app.places.models import Room
from app.privacy import service as privacy
from app.settings import Settings
from app.sqlite import sqlite3
from tests.builders import NOON, Builder
from tests.keeping.conftest import PASSPHRASE, files_of, photo
from tests.keeping.test_backup import backed_up, contents

pytestmark = pytest.mark.sqlite


def restore(app: Flask, file: Path, *words: str, typed: str = "") -> Result:
    db.session.commit()
    return app.test_cli_runner().invoke(args=["restore", str(file), *words], input=typed)


def name_everything(name: str) -> None:
    db.session.execute(sa.update(Room).values(name=name))
    db.session.commit()


def rooms() -> set[str]:
    return set(db.session.scalars(sa.select(Room.name)))


def all_but_the_log() -> dict[str, set[bytes]]:
    """What the database holds; that it was restored is noted in the log, and nowhere else."""
    found = contents(db.engine)
    return {name: rows for name, rows in found.items() if not name.startswith(("audit", "seal"))}


def test_what_was_lost_is_back_and_what_was_there_is_kept_aside(
    campus: Settings, app: Flask, make: Builder
) -> None:
    file, before, photos = backed_up(campus), all_but_the_log(), files_of(campus.data / "photos")
    name_everything("spoilt")
    shutil.rmtree(campus.data / "photos")
    (campus.data / "sheets" / "order-1.pdf").write_bytes(b"spoilt")
    make.check(key="made since")
    ran = restore(app, file, "--yes")
    assert ran.exit_code == 0, ran.output
    assert "  1 checks" in ran.output
    assert all_but_the_log() == before
    assert files_of(campus.data / "photos") == photos
    assert (campus.data / "sheets" / "order-1.pdf").read_bytes() == b"%PDF a printed order"
    (aside,) = campus.data.glob("before-*")
    assert str(aside) in ran.output
    assert (aside / "sheets" / "order-1.pdf").read_bytes() == b"spoilt"
    with sqlite3.connect(aside / "roomworthy.db") as old:
        assert old.execute("SELECT count(*) FROM room WHERE name = 'spoilt'").fetchone()[0] > 0
    assert not place(campus.data).exists()


def test_nothing_happens_unless_it_is_wanted(campus: Settings, app: Flask) -> None:
    file = backed_up(campus)
    name_everything("newer")
    for words, typed in ((("--check",), ""), ((), "n\n")):
        ran = restore(app, file, *words, typed=typed)
        assert (ran.exit_code, "Nothing was changed" in ran.output) == (0, True), ran.output
        assert rooms() == {"newer"}
        assert not list(campus.data.glob("before-*"))
    assert restore(app, file, typed="y\n").exit_code == 0
    assert rooms() != {"newer"}


@pytest.mark.parametrize("how", ["cut", "bent", "empty", "other"])
def test_a_file_that_is_not_whole_changes_nothing(
    campus: Settings, app: Flask, tmp_path: Path, how: str
) -> None:
    content = backed_up(campus).read_bytes()
    middle = len(content) // 2
    bent = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    file = tmp_path / "broken"
    file.write_bytes({"cut": content[:-9], "bent": bent, "empty": b"", "other": b"PK"}[how])
    name_everything("newer")
    ran = restore(app, file, "--yes")
    assert ran.exit_code == 1
    assert "Nothing was changed" in ran.output
    assert rooms() == {"newer"}


def test_a_wrong_passphrase_changes_nothing(sealed: Settings, campus: Settings, app: Flask) -> None:
    ran = restore(app, backed_up(sealed), "--yes")
    assert ran.exit_code == 1
    assert "sealed by a passphrase" in ran.output


def test_a_server_that_runs_is_not_pulled_away(campus: Settings, app: Flask) -> None:
    file = backed_up(campus)
    with in_use.share(campus.data):
        ran = restore(app, file, "--yes")
    assert ran.exit_code == 1
    assert "Stop the server" in ran.output


def test_a_database_that_is_none_any_more_is_replaced(
    settings: Settings, app: Flask, campus: Settings, tmp_path: Path
) -> None:
    file = backed_up(campus)
    live = tmp_path / "live.db"
    live.write_bytes(b"this was a database once" * 1000)
    engine = sa.create_engine(f"sqlite:///{live}", poolclass=sa.NullPool)
    place(campus.data).mkdir()
    with file.open("rb"):
        from app.keeping.restoring import staging  # noqa: PLC0415 - beside its one use

        staging.stage(file, "", engine, campus.data)
    aside = changing.put_aside(engine, campus.data, at=NOON)
    changing.mark(aside, campus.data)
    changing.change(engine, campus.data)
    assert contents(engine)["room"] == contents(db.engine)["room"]
    assert (aside / "roomworthy.db").read_bytes().startswith(b"this was a database once")


def test_the_key_comes_back_and_who_was_signed_in_is_not_any_more(
    sealed: Settings, campus: Settings, app: Flask, make: Builder, tmp_path: Path
) -> None:
    person = make.person()
    cookie = person.fs_uniquifier
    db.session.commit()
    file = backed_up(sealed)
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE)
    elsewhere = campus.model_copy(update={"secret_key": ""})
    app.config["SETTINGS"] = elsewhere
    other = elsewhere.signing_key()
    ran = restore(app, file, "--yes", "--passphrase-file", str(secret))
    assert ran.exit_code == 0, ran.output
    assert "everybody has to sign in again" in ran.output
    assert elsewhere.signing_key() == campus.signing_key() != other
    assert cookie not in set(db.session.scalars(sa.select(Person.fs_uniquifier)))


def test_with_the_same_key_everybody_stays_signed_in(
    sealed: Settings, campus: Settings, app: Flask, make: Builder, tmp_path: Path
) -> None:
    cookie = make.person().fs_uniquifier
    db.session.commit()
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE)
    file = backed_up(sealed)
    ran = restore(app, file, "--yes", "--passphrase-file", str(secret))
    assert ran.exit_code == 0, ran.output
    assert cookie in set(db.session.scalars(sa.select(Person.fs_uniquifier)))


def test_who_was_erased_since_is_erased_again(campus: Settings, app: Flask, make: Builder) -> None:
    gone, stays = make.person(name="Ada Gone", active=False), make.person(name="Bo Stays")
    make.report(contact="visitor@example.edu")
    db.session.commit()
    file = backed_up(campus)
    privacy.erase(gone, at=NOON)
    privacy.erase_address("visitor@example.edu", at=NOON)
    newcomer = make.person(active=False)
    privacy.erase(newcomer, at=NOON)
    ran = restore(app, file, "--yes")
    assert ran.exit_code == 0, ran.output
    names = set(db.session.scalars(sa.select(Person.name)))
    assert stays.name in names
    assert "Ada Gone" not in names
    told = "\n".join(line.decode() for rows in contents(db.engine).values() for line in rows)
    assert "Ada Gone" not in told
    assert "visitor@example.edu" not in told


def test_a_restore_that_was_cut_off_amid_its_change_is_finished_by_the_next_start(
    campus: Settings, app: Flask, tmp_path: Path
) -> None:
    file = backed_up(campus)
    live = campus.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'live.db'}"})
    assert not changing.finish_if_cut_off(live)
    engine = sa.create_engine(live.database_url, poolclass=sa.NullPool)
    from app.keeping.restoring import staging  # noqa: PLC0415 - beside its one use

    staging.stage(file, "", engine, live.data)
    changing.keep_secrets({"push_key.pem": b"a key"}, live.data)
    aside = changing.put_aside(engine, live.data, at=NOON)
    assert not changing.finish_if_cut_off(live), "before the mark, nothing happens"
    changing.mark(aside, live.data)
    mark = place(live.data) / changing.MARK
    assert json.loads(mark.read_text())["aside"] == aside.name
    assert changing.finish_if_cut_off(live)
    assert contents(engine)["room"] == contents(db.engine)["room"]
    assert (live.data / "push_key.pem").read_bytes() == b"a key"
    assert not changing.finish_if_cut_off(live)


def test_photos_that_are_here_and_not_in_the_backup_stay(campus: Settings, app: Flask) -> None:
    file = backed_up(campus)
    newer = photo(b"made since")
    assert restore(app, file, "--yes").exit_code == 0
    assert store.content(newer) == b"made since", "until nothing has led to it for a day"


def test_a_full_disk_stops_a_backup_and_leaves_nothing(
    campus: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.touch

    def full(path: Path, **given: object) -> None:
        real(path)
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "touch", full)
    with pytest.raises(service.NotBackedUp, match="No space left"):
        backed_up(campus)
    monkeypatch.undo()
    assert {path.name for path in campus.backups.iterdir()} == {"last-try.json", "lock"}
