"""People report what is wrong; several of them tell of one fault."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.equipment.models import Condition, Equipment, Impact, Symptom
from app.errors import Refusal
from app.extensions import db
from app.faults import queries, service
from app.faults.models import Channel, Effect, Event, Fault, FaultState, Report, TimelineEntry
from app.faults.record import Wrong
from app.places.models import Room
from tests.builders import NOON, Builder


@pytest.fixture
def symptom(make: Builder) -> Symptom:
    return make.symptom(code="NO_PICTURE", label="No picture")


@pytest.fixture
def projector(make: Builder, symptom: Symptom) -> Equipment:
    kind = make.equipment_type(symptoms=(symptom, make.symptom(code="OTHER")))
    return make.equipment(model=make.model(type=kind))


def told(room: Room, unit: Equipment | None, symptom: Symptom, **given: Any) -> Report:
    words: dict[str, Any] = {"note": "", "contact": "", "key": "a-key", "at": NOON}
    report = service.report(room, unit, symptom, **(words | given))
    db.session.commit()
    return report


def the_fault(report: Report) -> Fault:
    return db.session.get_one(Fault, report.fault_id)


def test_a_report_opens_a_fault_and_takes_the_unit_down(
    projector: Equipment, symptom: Symptom
) -> None:
    room = db.session.get_one(Room, projector.room_id)
    before = room.version
    report = told(room, projector, symptom, note="Blue screen 💙", contact="ada@example.edu")
    fault = the_fault(report)
    assert (fault.state, fault.channel) == (FaultState.REPORTED, Channel.TAG)
    assert fault.effect is Effect.UNIT_DOWN
    assert projector.condition is Condition.DOWN
    assert room.version > before
    assert fault.restore_by > NOON
    assert not report.me_too
    assert len(report.secret) >= 32


def test_a_symptom_that_only_limits_a_unit_degrades_it(make: Builder) -> None:
    hum = make.symptom(impact=Impact.DEGRADED)
    unit = make.equipment(model=make.model(type=make.equipment_type(symptoms=(hum,))))
    report = told(db.session.get_one(Room, unit.room_id), unit, hum)
    assert the_fault(report).effect is Effect.DEGRADED
    assert unit.condition is Condition.DEGRADED


def test_a_form_sent_twice_is_one_report_of_one_fault(
    projector: Equipment, symptom: Symptom
) -> None:
    room = db.session.get_one(Room, projector.room_id)
    first = told(room, projector, symptom, note="dark")
    again = told(room, projector, symptom, note="dark", at=NOON + timedelta(minutes=1))
    assert again.id == first.id
    assert db.session.scalar(select(func.count()).select_from(Report)) == 1
    assert db.session.scalar(select(func.count()).select_from(Fault)) == 1


def test_the_same_form_with_other_words_is_refused_and_not_swallowed(
    projector: Equipment, symptom: Symptom
) -> None:
    room = db.session.get_one(Room, projector.room_id)
    told(room, projector, symptom, note="dark")
    with pytest.raises(Refusal, match="sent before"):
        told(room, projector, symptom, note="dark, and it smells")


def test_the_same_symptom_joins_the_open_fault(projector: Equipment, symptom: Symptom) -> None:
    room = db.session.get_one(Room, projector.room_id)
    first = told(room, projector, symptom)
    second = told(room, projector, symptom, key="another-key", note="still dark")
    assert second.fault_id == first.fault_id
    assert second.me_too
    assert second.secret != first.secret
    assert queries.people_told([the_fault(first)]) == {first.fault_id: 2}


def test_something_else_needs_words_and_is_never_joined(
    projector: Equipment, symptom: Symptom
) -> None:
    room = db.session.get_one(Room, projector.room_id)
    other = queries.something_else()
    assert other
    with pytest.raises(Refusal) as refused:
        told(room, projector, other)
    assert refused.value.field == "note"
    db.session.rollback()
    one = told(room, projector, other, note="It hums")
    two = told(room, projector, other, key="another-key", note="The lens cap is gone")
    assert one.fault_id != two.fault_id


def test_a_symptom_of_another_type_is_refused(make: Builder, projector: Equipment) -> None:
    leak = make.symptom()
    room = db.session.get_one(Room, projector.room_id)
    with pytest.raises(Refusal) as refused:
        told(room, projector, leak)
    assert refused.value.field == "symptom"


def test_a_room_itself_is_reported_with_its_own_words(make: Builder, symptom: Symptom) -> None:
    room, dark = make.room(), make.symptom(code="LIGHT_OUT")
    make.equipment_type(slug="room", symptoms=(dark, make.symptom(code="OTHER")))
    assert [word.code for word in queries.symptoms_of(None)] == ["LIGHT_OUT", "OTHER"]
    report = told(room, None, dark)
    assert the_fault(report).equipment_id is None
    assert the_fault(report).effect is Effect.DEGRADED, "a stranger does not close a room"
    with pytest.raises(Refusal):
        told(room, None, symptom, key="another-key")


def test_at_most_eight_words_are_offered_and_something_else_is_last(make: Builder) -> None:
    words = tuple(make.symptom() for _ in range(9))
    other = make.symptom(code="OTHER")
    kind = make.equipment_type(symptoms=(other, *words))
    offered = queries.symptoms_of(make.equipment(model=make.model(type=kind)))
    assert offered == [*words[:7], other]


def test_me_too_is_one_more_report_and_sent_twice_counts_once(make: Builder) -> None:
    fault = make.fault()
    one = service.join(fault, note="", contact="", key="k1", at=NOON)
    assert service.join(fault, note="", contact="", key="k1", at=NOON) is one
    two = service.join(fault, note="", contact="", key="k2", at=NOON)
    assert one.secret != two.secret
    assert queries.people_told([fault]) == {fault.id: 2}


def test_nobody_joins_what_is_settled(make: Builder) -> None:
    fault = make.fault(state=FaultState.RESOLVED)
    with pytest.raises(Refusal, match="settled"):
        service.join(fault, note="", contact="", key="k", at=NOON)


def test_a_check_opens_a_fault_and_the_next_one_joins_it(make: Builder) -> None:
    unit, ada = make.equipment(), make.person()
    room = db.session.get_one(Room, unit.room_id)
    fault = service.found_in_check(room, unit, Wrong("lamp hours over"), by=ada, at=NOON)
    assert fault.channel is Channel.CHECK
    assert unit.condition is Condition.DEGRADED
    later = NOON + timedelta(days=1)
    assert service.found_in_check(room, unit, Wrong(), by=ada, at=later) is fault
    entries = list(db.session.scalars(select(TimelineEntry).order_by(TimelineEntry.id)))
    assert [(entry.state, entry.event, entry.note, entry.public) for entry in entries] == [
        (FaultState.REPORTED, None, "", True),
        (None, None, "lamp hours over", False),
        (None, Event.FOUND_AGAIN, "", True),
    ]


def test_a_statutory_unit_that_fails_a_check_is_down(make: Builder) -> None:
    kind = make.equipment_type(statutory=True)
    unit = make.equipment(model=make.model(type=kind))
    room = db.session.get_one(Room, unit.room_id)
    service.found_in_check(room, unit, Wrong(), by=make.person(), at=NOON)
    assert unit.condition is Condition.DOWN


def test_a_statutory_unit_that_fails_a_check_is_down_though_a_small_fault_was_known(
    make: Builder,
) -> None:
    unit = make.equipment(model=make.model(type=make.equipment_type(statutory=True)))
    late = NOON + timedelta(days=30)
    small = make.fault(equipment=unit, effect=Effect.DEGRADED, restore_by=late)
    room, ada = db.session.get_one(Room, unit.room_id), make.person()
    assert service.found_in_check(room, unit, Wrong(), by=ada, at=NOON) is small
    assert (small.effect, unit.condition) == (Effect.UNIT_DOWN, Condition.DOWN)
    assert NOON < small.restore_by < late
    told = select(TimelineEntry.event).where(TimelineEntry.event.is_not(None))
    assert set(db.session.scalars(told)) == {
        *(Event.FOUND_AGAIN, Event.EFFECT_SET, Event.PRIORITY_SET)
    }


def test_a_check_never_makes_a_known_fault_smaller(make: Builder) -> None:
    known = make.fault(effect=Effect.ROOM_DOWN)
    room, unit = db.session.get_one(Room, known.room_id), known.equipment
    service.found_in_check(room, unit, Wrong(), by=make.person(), at=NOON)
    assert known.effect is Effect.ROOM_DOWN


def test_what_is_open_in_a_room_leaves_out_the_settled_and_the_retired_and_goes_with_a_unit(
    make: Builder,
) -> None:
    room = make.room()
    first = make.fault(room=room, reported_at=NOON - timedelta(days=2))
    second = make.fault(room=room, equipment=None)
    make.fault(room=room, state=FaultState.RESTORED)
    make.fault(room=room, equipment=make.equipment(room=room, retired_at=NOON))
    elsewhere = make.equipment()
    moved = make.fault(room=room, equipment=elsewhere)
    make.fault()
    assert queries.open_in_room(room.id) == [first, second]
    new_room = db.session.get_one(Room, elsewhere.room_id)
    assert queries.open_in_room(new_room.id) == [moved]
    before = new_room.version
    service.take(moved, make.person(), at=NOON)
    assert new_room.version > before


def test_contacts_are_forgotten_a_month_after_it_works_again(make: Builder) -> None:
    old, young = NOON - timedelta(days=31), NOON - timedelta(days=29)
    forgotten = [
        make.report(fault=make.fault(state=FaultState.RESTORED, restored_at=old), contact="a@b.c"),
        make.report(fault=make.fault(state=FaultState.REJECTED, resolved_at=old), contact="a@b.c"),
    ]
    kept = [
        make.report(
            fault=make.fault(state=FaultState.RESTORED, restored_at=young), contact="a@b.c"
        ),
        make.report(fault=make.fault(reported_at=old), contact="a@b.c"),
    ]
    service.forget_contacts(at=NOON)
    db.session.commit()
    assert [report.contact for report in forgotten] == ["", ""]
    assert [report.contact for report in kept] == ["a@b.c", "a@b.c"]
