"""What tags are asked for: rooms, equipment, blank ones, torn ones; and what changed meanwhile."""

import pytest
from flask.testing import FlaskClient

from app import clock
from app.batches.models import Batch
from app.codes import queries as codes
from app.codes.models import Tag, TagState
from app.extensions import db
from app.places import service as places
from app.sheets.asking.queries import Choice, counted
from tests.builders import NOON, Builder
from tests.pages import Page, fetch, read
from tests.sheets.printing import addresses, file_of, order, printed


def _tags() -> set[str]:
    return {codes.address(tag, "https://rooms.example.edu") for tag in db.session.query(Tag)}


def test_every_unit_of_a_type_gets_a_tag_of_its_own(manager: FlaskClient, make: Builder) -> None:
    hall, projectors = make.building(), make.equipment_type(title="Projector")
    room = make.room(building=hall)
    units = [
        make.equipment(room=room, model=make.model(type=projectors), name=f"Beamer {n}")
        for n in range(2)
    ]
    make.equipment(room=room, name="Microphone")
    make.equipment(model=make.model(type=projectors))
    asked = {"of": "units", "building": hall.id, "type": projectors.id}
    page = fetch(manager, "/sheets", query_string=asked)
    assert "2 tags on 1 sheet" in page.text
    assert page.form("/sheets", button="Show").filled["design"] == "equipment"
    file = printed(manager, **asked)
    found = [codes.of_unit(unit.id) for unit in units]
    assert len([tag for tag in found if tag and tag.room_id is None]) == 2
    assert addresses(file) == _tags()


def test_units_are_found_by_their_own_words(manager: FlaskClient, make: Builder) -> None:
    room = make.room(name="LAB1")
    make.equipment(room=room, name="Beamer")
    make.equipment(room=room, name="Microphone")
    make.equipment(room=room, name="Beamer in the cellar", retired_at=NOON)
    assert "1 tag " in fetch(manager, "/sheets?of=units&q=beamer").text
    assert "2 tags" in fetch(manager, "/sheets?of=units&q=lab1").text


def test_what_was_printed_is_left_out_where_only_the_rest_is_wanted(
    manager: FlaskClient, make: Builder
) -> None:
    room = make.room()
    done, _left = make.equipment(room=room), make.equipment(room=room)
    make.tag(room=None, equipment=done)
    make.tag(room=make.room(building=room.building), state=TagState.VOID)
    make.tag(room=make.room())
    assert "1 tag " in fetch(manager, "/sheets?of=units&all=1&unprinted=1").text
    assert "3 tags" in fetch(manager, "/sheets?all=1").text
    page = fetch(manager, "/sheets?all=1&unprinted=1")
    assert "2 tags" in page.text
    page.form(button="Print").send()
    assert [batch.count for batch in db.session.query(Batch)] == [2]


def test_blank_tags_are_printed_ahead(manager: FlaskClient, make: Builder) -> None:
    page = fetch(manager, "/sheets?of=blank&blanks=30")
    assert "30 tags on 2 sheets" in page.text
    assert not db.session.query(Tag).count()
    answer = page.form(button="Print").send()
    tags = db.session.query(Tag).all()
    assert len(tags) == 30
    assert not any(tag.is_bound for tag in tags)
    assert addresses(file_of(manager, answer)) == _tags()


@pytest.mark.parametrize("typed", ["0", "-1", "20001", "many", "99999999999"])
def test_how_many_blank_tags_is_a_number_that_one_order_takes(
    manager: FlaskClient, typed: str
) -> None:
    page = fetch(manager, "/sheets", query_string={"of": "blank", "blanks": typed})
    assert page.errors == ["How many? A number from 1 to 20,000."]
    answer = read(order(manager, of="blank", blanks=typed), 422, manager)
    assert answer.form("/sheets", button="Show").filled["blanks"] == typed


def test_without_any_room_blank_tags_can_be_printed(manager: FlaskClient) -> None:
    page = fetch(manager, "/sheets")
    assert "No rooms yet" in page.text
    blank = fetch(manager, page.link("Or print blank tags ahead"))
    assert "How many blank tags?" in blank.text
    assert not blank.errors


def _torn(manager: FlaskClient, make: Builder) -> tuple[Page, list[Tag]]:
    """An order's page, and its three tags, in their order."""
    hall = make.building()
    rooms = [make.room(building=hall, name=f"2.{n}") for n in range(3)]
    make.tag(room=rooms[2])  # the first of the tags, and the last on a walk
    answer = order(manager, building=hall.id, stock="avery-l7163")
    found = [codes.of_room(room.id) for room in rooms]
    return fetch(manager, answer.location), [tag for tag in found if tag]


def test_only_the_torn_ones_are_printed_again(manager: FlaskClient, make: Builder) -> None:
    page, tags = _torn(manager, make)
    again = page.form("/sheets").send({"tag": [str(tags[0].id), str(tags[2].id)]})
    shown = read(again, client=manager)
    assert "2 tags, each printed again." in shown.text
    assert "Avery L7163" in shown.text
    file = file_of(manager, shown.form(button="Print").send())
    wanted = {codes.address(tags[n], "https://rooms.example.edu") for n in (0, 2)}
    assert addresses(file) == wanted


def test_a_whole_order_is_printed_again_without_the_tags_that_answer_no_more(
    manager: FlaskClient, make: Builder
) -> None:
    page, tags = _torn(manager, make)
    tags[1].state = TagState.VOID
    db.session.commit()
    shown = fetch(manager, page.link("Print all again"))
    assert "2 tags, each printed again." in shown.text
    assert shown.form(button="Print").send().status_code == 303
    again = fetch(manager, "/sheets/batches/2")
    assert [row[1].split()[0] for row in again.rows[1:]] == ["2.0", "2.2"]


def test_void_tags_that_were_ticked_are_named_and_left_out(
    manager: FlaskClient, make: Builder
) -> None:
    kept, void = make.tag(), make.tag(state=TagState.VOID)
    shown = fetch(manager, f"/sheets?tag={kept.id}&tag={void.id}")
    assert "1 tag, printed again." in shown.text
    assert "Left out, as it is out of use: " in shown.text
    answer = read(order(manager, tag=void.id), 422)
    assert "None of these tags is in use any more" in answer.text


def test_rooms_that_were_retired_since_the_page_was_opened_are_named(
    manager: FlaskClient, make: Builder
) -> None:
    hall = make.building()
    rooms = [make.room(building=hall, name=f"2.{n}") for n in range(9)]
    make.room(building=hall, name="Cellar", retired_at=NOON)
    page = fetch(manager, f"/sheets?building={hall.id}")
    for room in rooms[:7]:
        places.retire_room(room, at=clock.now())
    db.session.commit()
    refused = read(page.form(button="Print").send(), 422, manager)
    assert "taken out of use: 2.0, 2.1, 2.2, 2.3, 2.4 and 2 more. 2 tags are left" in refused.text
    assert not db.session.query(Batch).count()
    assert refused.form(button="Print").send().status_code == 303
    assert [batch.count for batch in db.session.query(Batch)] == [2]


def test_rooms_that_were_added_since_the_page_was_opened_are_not_slipped_in(
    manager: FlaskClient, make: Builder
) -> None:
    hall = make.building()
    make.room(building=hall)
    page = fetch(manager, "/sheets?all=1")
    make.room(building=hall)
    refused = read(page.form(button="Print").send(), 422)
    assert "1 tags became 2" in refused.text


def test_a_room_that_one_came_from_is_named_where_it_is_out_of_use(
    manager: FlaskClient, make: Builder
) -> None:
    kept, gone = make.room(name="2.14"), make.room(name="Cellar", retired_at=NOON)
    page = fetch(manager, f"/sheets?room={kept.id}&room={gone.id}")
    assert "The rooms that you came from." in page.text
    assert "Left out, as it is out of use: Cellar." in page.text
    assert "1 tag on 1 sheet" in page.text


def test_words_in_an_address_that_make_no_sense_are_passed_over(
    manager: FlaskClient, make: Builder
) -> None:
    make.room()
    fetch(manager, "/sheets?room=x&building=99999999999999&type=-1&of=nothing&used=a&shown=b")
    fetch(manager, "/sheets?all=1&kind=tape&printer=x&made_for=a+b&since=yesterday&shown=1")
    fetch(manager, "/sheets?of=tags")
    assert counted(Choice(words="zz\0")) == 0
    early = "0001-01-01T00:00:00+14:00"
    assert order(manager, all=1, shown="9", since=early).status_code == 303


def test_more_than_one_order_takes_is_said_before_it_is_sent(
    manager: FlaskClient, make: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = make.building()
    for _ in range(3):
        make.room(building=hall)
    monkeypatch.setattr("app.sheets.asking.pages.MOST", 2)
    page = fetch(manager, "/sheets?all=1")
    assert page.errors == ["At most 2 tags are printed at once. Go building by building."]
    assert "Mend what is marked" in page.text
