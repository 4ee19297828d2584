"""Orders are printed whole or cleanly failed, whoever prints them and however often."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from app import clock, jobs
from app.batches import queries as batches
from app.batches import service as orders
from app.batches.models import BATCH_MOVES, Batch, BatchState, Kind
from app.codes import queries as codes
from app.codes import service as tags
from app.codes.models import Tag, TagState
from app.errors import Refusal
from app.extensions import db
from app.paper import queries as paper
from app.sheets.asking.queries import Choice, ids
from app.sheets.jobs import print_order, sweep
from app.sheets.making import work
from app.sheets.making.wishes import Of, Wished
from tags import design, stock
from tests.builders import Builder
from tests.sheets.printing import addresses

HOST = "https://rooms.example.edu"


def _wished(*ids: int, **changes: object) -> Wished:
    usual: dict[str, object] = {
        "of": Of.ROOMS,
        "ids": ids,
        "stock": stock("avery-l7160"),
        "design": design("label"),
        "address": HOST,
        "trial": False,
        "locale": "en",
    }
    return Wished(**(usual | changes))  # type: ignore[arg-type]


def _ordered(wished: Wished, make: Builder) -> Batch:
    batch = work.order(wished, make.person(), at=clock.now())
    db.session.commit()
    return batch


def _again(batch: Batch) -> Batch:
    db.session.expire_all()
    return db.session.get_one(Batch, batch.id)


def _printed(wished: Wished, make: Builder) -> Batch:
    batch = _ordered(wished, make)
    print_order(batch.id)
    return _again(batch)


def test_the_moves_of_an_order_name_every_state() -> None:
    assert set(BATCH_MOVES) == set(BatchState)


def test_an_order_comes_as_a_file_whose_codes_lead_to_its_rooms(app: Flask, make: Builder) -> None:
    rooms = [make.room() for _ in range(3)]
    batch = _printed(_wished(*(room.id for room in rooms)), make)
    assert (batch.state, batch.done, batch.pages) == (BatchState.READY, 3, 1)
    assert batch.checked == 3
    found = [codes.of_room(room.id) for room in rooms]
    assert {tag.state for tag in found if tag} == {TagState.PRINTED}
    assert {tag.address for tag in found if tag} == {HOST}
    assert addresses(work.file_of(batch).read_bytes()) == {
        codes.address(tag, HOST) for tag in found if tag
    }


def test_the_tag_of_a_unit_bears_its_name_and_its_room(app: Flask, make: Builder) -> None:
    unit = make.equipment(name="Projector left")
    batch = _printed(_wished(unit.id, of=Of.UNITS), make)
    assert batch.state is BatchState.READY
    tag = codes.of_unit(unit.id)
    assert tag
    assert tag.state is TagState.PRINTED


def test_blank_tags_are_printed_ahead(app: Flask, make: Builder) -> None:
    batch = _printed(_wished(of=Of.BLANK, count=25), make)
    assert (batch.state, batch.pages) == (BatchState.READY, 2)
    assert len(addresses(work.file_of(batch).read_bytes())) == 25
    assert not any(line.tag.is_bound for line in batches.lines(batch.id, 0, 99))


def test_each_sheet_says_how_to_print_it_and_which_of_how_many_it_is(
    app: Flask, make: Builder
) -> None:
    wished = _wished(of=Of.BLANK, count=20, used=frozenset({0, 1}))
    batch = _printed(wished, make)
    with pypdfium2.PdfDocument(work.file_of(batch).read_bytes()) as pdf:
        said = [page.get_textpage().get_text_bounded() for page in pdf]
    assert all("Print at 100 %" in each for each in said)
    assert ["sheet 1 of 2" in said[0], "sheet 2 of 2" in said[1]] == [True, True]


def test_certain_tags_are_printed_again_with_the_same_codes(app: Flask, make: Builder) -> None:
    torn = make.tag(state=TagState.WORN)
    hanging = make.tag(state=TagState.PLACED)
    batch = _printed(_wished(torn.id, hanging.id, of=Of.TAGS), make)
    assert addresses(work.file_of(batch).read_bytes()) == {
        codes.address(tag, HOST) for tag in (torn, hanging)
    }
    db.session.expire_all()
    assert db.session.get_one(Tag, torn.id).state is TagState.PRINTED
    assert db.session.get_one(Tag, hanging.id).state is TagState.PLACED


def test_a_tag_voided_after_the_order_fails_it_and_leaves_nothing(
    app: Flask, make: Builder
) -> None:
    rooms = [make.room(), make.room()]
    batch = _ordered(_wished(*(room.id for room in rooms)), make)
    doomed = codes.of_room(rooms[1].id)
    assert doomed
    tags.void(doomed, at=clock.now())
    db.session.commit()
    half: list[list[Path]] = []
    with _before_each_commit(lambda: half.append(_half_files(batch))):
        print_order(batch.id)
    batch = _again(batch)
    assert batch.state is BatchState.FAILED
    assert "Order again without it" in batch.problem
    assert not half[-1], "on a full disk, noting that it failed needs the room of the half file"
    kept = codes.of_room(rooms[0].id)
    assert kept
    assert kept.state is TagState.BLANK
    assert not list(work.file_of(batch).parent.iterdir())


@contextmanager
def _before_each_commit(look: Callable[[], None]) -> Iterator[None]:
    def listener(_session: object) -> None:
        look()

    event.listen(db.session, "before_commit", listener)
    yield
    event.remove(db.session, "before_commit", listener)


def _half_files(batch: Batch) -> list[Path]:
    return list(work.file_of(batch).parent.glob("*.part"))


def test_where_no_file_can_be_made_the_order_fails_in_a_sentence(app: Flask, make: Builder) -> None:
    app.config["SETTINGS"].data.joinpath("sheets").write_text("in the way")
    batch = _printed(_wished(make.room().id), make)
    assert batch.state is BatchState.FAILED
    assert "Something went wrong here" in batch.problem


def test_rooms_taken_out_of_use_meanwhile_are_refused_by_name(app: Flask, make: Builder) -> None:
    gone = make.room(name="2.14", retired_at=clock.now())
    with pytest.raises(Refusal, match=r"2\.14 was taken out of use"):
        work.order(_wished(make.room().id, gone.id), None, at=clock.now())


def test_an_order_whose_worker_died_is_printed_by_the_next(app: Flask, make: Builder) -> None:
    batch = _ordered(_wished(make.room().id), make)
    orders.take(batch.id, at=clock.now())
    db.session.commit()
    sweep()
    assert _again(batch).state is BatchState.PRINTING, "somebody is believed to print it"
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        sweep()
    assert _again(batch).state is BatchState.READY


def test_a_worker_thought_dead_that_wakes_up_changes_nothing(app: Flask, make: Builder) -> None:
    batch = _ordered(_wished(make.room().id), make)
    slow = orders.take(batch.id, at=clock.now())
    quick = orders.take(batch.id, at=clock.now() + timedelta(minutes=2))
    assert slow
    assert quick
    assert not orders.finish(batch.id, slow, pages=9, checked=9, at=clock.now())
    assert not orders.tell(batch.id, slow, 1, at=clock.now())
    assert orders.finish(batch.id, quick, pages=1, checked=1, at=clock.now())


def test_what_kills_its_workers_fails_in_a_sentence(app: Flask, make: Builder) -> None:
    batch = _ordered(_wished(make.room().id), make)
    for minutes in range(0, 10, 2):
        orders.take(batch.id, at=clock.now() + timedelta(minutes=minutes))
    db.session.commit()
    batch = _again(batch)
    assert batch.state is BatchState.FAILED
    assert "three times" in batch.problem
    orders.try_again(batch)
    db.session.commit()
    sweep()
    batch = _again(batch)
    assert batch.state is BatchState.READY
    with pytest.raises(Refusal):
        orders.try_again(batch)


def test_a_begun_sheet_is_remembered(app: Flask, make: Builder) -> None:
    person = make.person()
    rooms = [make.room().id for _ in range(4)]
    batch = work.order(_wished(*rooms, used=frozenset({0, 5})), person, at=clock.now())
    db.session.commit()
    print_order(batch.id)
    assert paper.begun(person.id, "avery-l7160") == {0, 1, 2, 3, 4, 5}
    rest = _wished(of=Of.BLANK, count=15, used=frozenset(range(6)))
    batch = work.order(rest, person, at=clock.now())
    db.session.commit()
    print_order(batch.id)
    assert not paper.begun(person.id, "avery-l7160"), "the sheet is full"


def test_a_zip_holds_a_pdf_a_building(app: Flask, make: Builder) -> None:
    halls = [make.building(name="Curie / East"), make.building(name="Noether")]
    rooms = [make.room(building=hall).id for hall in halls for _ in range(2)]
    batch = _printed(_wished(*rooms, kind=Kind.ZIP), make)
    assert batch.state is BatchState.READY, batch.problem
    with ZipFile(BytesIO(work.file_of(batch).read_bytes())) as whole:
        assert whole.namelist() == ["Curie - East.pdf", "Noether.pdf"]
        assert [len(addresses(whole.read(name))) for name in whole.namelist()] == [2, 2]


def test_two_buildings_of_one_name_come_as_two_pdfs(app: Flask, make: Builder) -> None:
    halls = [make.building(name="Library", site=make.site()) for _ in range(2)]
    for n in range(4):
        make.room(building=halls[n % 2], name=f"{n}")
    batch = _printed(_wished(*ids(Choice(everything=True)), kind=Kind.ZIP), make)
    with ZipFile(BytesIO(work.file_of(batch).read_bytes())) as whole:
        assert whole.namelist() == ["Library.pdf", "Library (2).pdf"]
        assert [len(addresses(whole.read(name))) for name in whole.namelist()] == [2, 2]


def test_a_print_house_gets_a_list(app: Flask, make: Builder) -> None:
    room = make.room(name="=2.14")
    batch = _printed(_wished(room.id, kind=Kind.CSV), make)
    assert batch.state is BatchState.READY, batch.problem
    tag = codes.of_room(room.id)
    assert tag
    listed = work.file_of(batch).read_bytes().decode("utf-8-sig")
    assert codes.address(tag, HOST) in listed
    assert "\n=2.14" not in listed
    assert ",=2.14" not in listed


def test_a_label_printer_gets_its_own_language(app: Flask, make: Builder) -> None:
    wished = _wished(make.room().id, kind=Kind.ZPL, stock=stock("zebra-4x2-203"))
    batch = _printed(wished, make)
    assert batch.state is BatchState.READY, batch.problem
    assert b"^BQ" in work.file_of(batch).read_bytes()
    wished = _wished(make.room().id, kind=Kind.ZPL, stock=stock("dymo-99012"))
    with pytest.raises(Refusal, match="Zebra printers"):
        work.order(wished, None, at=clock.now())


def test_files_are_cleared_away_and_orders_stay(app: Flask, make: Builder) -> None:
    batch = _printed(_wished(make.room().id), make)
    with time_machine.travel(clock.now() + timedelta(days=31)):
        sweep()
    assert not work.file_of(batch).exists()
    assert _again(batch).state is BatchState.READY


def test_waking_the_worker_is_never_an_error(app: Flask, make: Builder) -> None:
    jobs.wake()
    app.config["SETTINGS"].data.joinpath("jobs.db").unlink()
    jobs.wake()


def test_a_name_that_no_font_draws_fails_the_order_and_says_which_letters(
    app: Flask, make: Builder
) -> None:
    rooms = [make.room(name="Lab \U0002b820"), make.room(name="Bar \U0001f379")]
    batch = _printed(_wished(*(room.id for room in rooms)), make)
    assert batch.state is BatchState.FAILED
    assert "“Lab \U0002b820”" in batch.problem
    assert "Install fonts-hanazono" in batch.problem
    assert "Leave it out" in batch.problem
    tag = codes.of_room(rooms[0].id)
    assert tag
    assert tag.state is TagState.BLANK, "nothing was printed"


def test_a_trial_that_can_not_say_so_is_refused(app: Flask, make: Builder) -> None:
    wished = _wished(make.room().id, design=design("small"), trial=True)
    with pytest.raises(Refusal, match="trial"):
        work.order(wished, None, at=clock.now())
