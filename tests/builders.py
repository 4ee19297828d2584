"""Builders: a room, a unit, a fault … with a default for everything that a test does not name."""

from datetime import timedelta
from typing import Any

from app.batches.models import Batch, BatchTag, Kind
from app.checks.models import Check, CheckItem, Finding, Grade, ItemKind, JobPlan, Result, Scope
from app.codes.models import Tag, TagState
from app.equipment.models import (
    Equipment,
    EquipmentModel,
    EquipmentType,
    Impact,
    Symptom,
    TypeSymptom,
)
from app.faults.models import (
    Channel,
    Effect,
    Fault,
    FaultState,
    Mail,
    MailState,
    Promise,
    Report,
    Stage,
    TimelineEntry,
)
from app.faults.promises.priorities import BY_EFFECT
from app.paper.models import OwnStock, Printer
from tests.building import NOON, PlaceBuilder, stored

__all__ = ["NOON", "Builder"]


class Builder(PlaceBuilder):
    """Makes stored rows. Parents that a test does not name are made on the way, once."""

    def tag(self, **given: Any) -> Tag:
        """A printed tag of a room, or of the unit given; its code bears a right check character.

        With `room=None` alone it is one that was printed ahead and stands for nothing yet.
        """
        from app.codes.code import with_check  # noqa: PLC0415 - only here

        if not given.keys() & {"room", "equipment"}:
            given["room"] = self.room()
        fields = {
            "code": with_check(next(self._codes)),
            "state": TagState.PRINTED,
            "address": "https://rooms.example.edu",
            "issued_at": NOON - timedelta(days=300),
            "printed_at": NOON - timedelta(days=300),
        }
        return stored(Tag(**(fields | given)))

    def own_stock(self, **given: Any) -> OwnStock:
        """A sheet of A4 that the catalogue lacks: 2 by 4 labels of 90 by 60 mm, centred."""
        fields = {
            "name": f"Shelf labels {next(self._numbers)}",
            "page_width": 210.0,
            "page_height": 297.0,
            "columns": 2,
            "rows": 4,
            "label_width": 90.0,
            "label_height": 60.0,
            "left": 13.0,
            "top": 25.5,
            "pitch_x": 94.0,
            "pitch_y": 62.0,
            "made_at": NOON,
        }
        return stored(OwnStock(**(fields | given)))

    def printer(self, **given: Any) -> Printer:
        """A printer in use that prints 0.8 mm too far right and 0.5 % too wide."""
        fields = {
            "name": f"Printer {next(self._numbers)}",
            "offset_x": 0.8,
            "scale_x": 1.005,
            "measured_at": NOON,
        }
        return stored(Printer(**(fields | given)))

    def batch(self, *tags: Tag, **given: Any) -> Batch:
        """An order of these tags, or of one, that waits to be printed."""
        tags = tags or (self.tag(),)
        if "person_id" not in given:
            given["person_id"] = self.person().id
        fields = {
            "ordered_at": NOON,
            "kind": Kind.PDF,
            "stock_id": "avery-l7160",
            "design_id": "label",
            "address": "https://rooms.example.edu",
            "trial": False,
            "count": len(tags),
        }
        batch = stored(Batch(**(fields | given)))
        for place, tag in enumerate(tags):
            stored(BatchTag(batch_id=batch.id, place=place, tag_id=tag.id))
        return batch

    def symptom(self, **given: Any) -> Symptom:
        """A symptom that takes a unit down."""
        n = next(self._numbers)
        fields = {
            "code": f"SYMPTOM_{n}",
            "label": f"No picture {n}",
            "failure_mode": "FTF",
            "self_help": "Check the cable",
            "impact": Impact.DOWN,
        }
        return stored(Symptom(**(fields | given)))

    def equipment_type(self, *, symptoms: tuple[Symptom, ...] = (), **given: Any) -> EquipmentType:
        """A type, offering the symptoms named."""
        n = next(self._numbers)
        fields = {"slug": f"projector_{n}", "title": f"Projector {n}", "discipline": "av"}
        kind = stored(EquipmentType(**(fields | given)))
        for position, symptom in enumerate(symptoms):
            stored(TypeSymptom(type_id=kind.id, symptom_id=symptom.id, position=position))
        return kind

    def model(self, **given: Any) -> EquipmentModel:
        """A model of a type."""
        if "type" not in given:
            given["type"] = self.equipment_type()
        n = next(self._numbers)
        return stored(EquipmentModel(**({"maker": "Epson", "model_number": f"EB-{n}"} | given)))

    def equipment(self, **given: Any) -> Equipment:
        """A unit in a room, working."""
        if "room" not in given:
            given["room"] = self.room()
        if "model" not in given:
            given["model"] = self.model()
        fields = {"name": f"Projector {next(self._numbers)}", "created_at": NOON}
        return stored(Equipment(**(fields | given)))

    def fault(self, **given: Any) -> Fault:
        """An open fault reported an hour ago, of a unit unless `equipment=None` is given."""
        if "equipment" not in given:
            given["equipment"] = self.equipment(
                **({"room": given["room"]} if "room" in given else {})
            )
        if "room" not in given:
            given["room"] = given["equipment"].room
        if "symptom" not in given:
            given["symptom"] = self.symptom()
        fields = {
            "state": FaultState.REPORTED,
            "effect": Effect.UNIT_DOWN,
            "channel": Channel.TAG,
            "reported_at": NOON - timedelta(hours=1),
            "priority": BY_EFFECT[given.get("effect", Effect.UNIT_DOWN)],
            "restore_by": NOON + timedelta(days=1),
        }
        fault = stored(Fault(**(fields | given)))
        stored(TimelineEntry(fault_id=fault.id, at=fault.reported_at, state=FaultState.REPORTED))
        stored(_promise_of(fault))
        return fault

    def report(self, **given: Any) -> Report:
        """A visitor's report of a fault."""
        if "fault" not in given:
            given["fault"] = self.fault()
        n = next(self._numbers)
        fields = {"secret": f"secret-{n}", "key": f"key-{n}", "reported_at": NOON}
        return stored(Report(**(fields | given)))

    def mail(self, **given: Any) -> Mail:
        """A mail that waits for a room."""
        fields = {
            "key": f"mail-{next(self._numbers)}",
            "state": MailState.WAITS,
            "sender": "bea@example.org",
            "subject": "No sound",
            "words": "Nothing is to be heard.",
            "arrived_at": NOON,
        }
        return stored(Mail(**(fields | given)))

    def job_plan(self, *, items: int = 2, **given: Any) -> JobPlan:
        """A room check of a type with some pass/fail items."""
        if "type" not in given:
            given["type"] = self.equipment_type()
        fields = {
            "name": "Room check",
            "scope": Scope.ROOM_CHECK,
            "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
            "minutes": 3,
        }
        plan = stored(JobPlan(**(fields | given)))
        for _ in range(items):
            self.check_item(job_plan=plan)
        return plan

    def check_item(self, **given: Any) -> CheckItem:
        """A pass/fail item."""
        if "job_plan" not in given:
            given["job_plan"] = self.job_plan(items=0)
        n = next(self._numbers)
        fields = {"code": f"IT{n}", "position": n, "text": f"Item {n}", "kind": ItemKind.PASS_FAIL}
        return stored(CheckItem(**(fields | given)))

    def check(self, **given: Any) -> Check:
        """A passed room check by a technician, two days ago."""
        if "room" not in given:
            given["room"] = self.room()
        if "person" not in given:
            given["person"] = self.person()
        n = next(self._numbers)
        fields = {
            "scope": Scope.ROOM_CHECK,
            "result": Result.PASS,
            "done_at": NOON - timedelta(days=2),
            "received_at": NOON - timedelta(days=2),
            "key": f"check-key-{n}",
            "body_hash": "0" * 64,
            "grade": Grade.PRESENTED,
        }
        return stored(Check(**(fields | given)))

    def finding(self, **given: Any) -> Finding:
        """A finding that a unit passed."""
        if "check" not in given:
            given["check"] = self.check()
        if "equipment" not in given:
            given["equipment"] = self.equipment()
        return stored(Finding(**({"result": Result.PASS} | given)))


def _promise_of(fault: Fault) -> Promise:
    """What is promised of a fault: that it works again by its moment."""
    due = fault.restore_by
    return Promise(
        fault_id=fault.id,
        stage=Stage.RESTORED,
        minutes=480,
        began_at=fault.reported_at,
        first_due_at=due,
        due_at=due,
        warn_at=due,
    )
