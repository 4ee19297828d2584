"""People import, print, check, report, mend, void tags, retire units, take back, erase.

Hypothesis draws who does what in which order; after every step the rows say the same of each other,
and at the end nothing that was acknowledged is lost. `ROOMWORTHY_EXAMPLES` is how many campuses.
"""

from __future__ import annotations

import io
import os
from itertools import count
from typing import Any, cast
from uuid import uuid4

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase
from hypothesis import settings as drawn
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PIL import Image

from app.extensions import db
from app.faults.models import Fault, Report
from app.places.models import Room
from app.settings import Settings
from tests import databases
from tests.campus.holding import breaches, orphans, tampered
from tests.campus.people_there import Staff
from tests.faults.test_closing import WAS
from tests.pages import fetch
from tests.programs import Programs
from tests.sync.sending import message, send
from tests.telling import Telling

EXAMPLES = int(os.environ.get("ROOMWORTHY_EXAMPLES", "12"))
STEPS = 14
WHICH = st.integers(0, 99)
NUMBERS = count(1)


def picture() -> dict[str, Any]:
    """A photo, as a phone sends it beside a check."""
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "JPEG")
    return {"photos": [(io.BytesIO(file.getvalue()), "photo-0")]}


class Campus(RuleBasedStateMachine):
    """What was acknowledged so far, and what can be done next."""

    steps = 0

    def __init__(self, programs: Programs, settings: Settings) -> None:
        super().__init__()
        self._settings = settings.model_copy(update={"data": settings.data / str(next(NUMBERS))})
        self._within = programs.as_new(self._settings)
        app = self._within.__enter__()
        self.there = Staff(app)
        self.checks: dict[str, int] = {}
        self.told: list[str] = []
        self.imports: dict[int, set[str]] = {}
        self.voided: list[str] = []
        self.there.order(of="units", all="1")

    def _unit(self, which: int) -> Any:
        found = self.there.units()
        return found[which % len(found)] if found else None

    @rule(rooms=st.lists(st.integers(1, 6), min_size=1, max_size=3, unique=True))
    def import_a_list(self, rooms: list[int]) -> None:
        number, made = self.there.import_list(rooms)
        self.imports[number] = made

    @precondition(lambda self: self.imports)
    @rule()
    def take_the_last_import_back(self) -> None:
        number, _made = self.imports.popitem()
        self.there.undo_import(number)

    @rule(of=st.sampled_from(["rooms", "units"]))
    def print_tags(self, of: str) -> None:
        assert self.there.order(of=of, all="1").status_code == 303

    @rule(which=WHICH)
    def hang_a_tag(self, which: int) -> None:
        if (unit := self._unit(which)) and (tag := self.there.tag_of(unit)):
            self.there.post(self.there.technician, f"/t/{tag.code}/hangs-again")

    @rule(which=WHICH, fails=st.booleans())
    def check_a_room_at_its_tag(self, which: int, fails: bool) -> None:
        unit = self._unit(which)
        if not unit or not (tag := self.there.tag_of(unit)):
            return
        page = fetch(self.there.technician, f"/t/{tag.code}/check?unit={unit.id}")
        form = page.form(button="Log this check")
        results = {name: "pass" for name in form.filled if name.startswith("unit-")}
        results |= {f"unit-{each.id}": "pass" for each in self.there.units()}
        results |= {f"unit-{unit.id}": "fail" if fails else "pass"}
        answer = form.send(results | {"note": form.filled["key"]})
        if answer.status_code == 303:
            self.checks[str(form.filled["key"])] = 0

    @rule(which=WHICH, fails=st.booleans(), photographs=st.sampled_from([False] * 5 + [True]))
    def check_without_signal_and_send_twice(
        self, which: int, fails: bool, photographs: bool
    ) -> None:
        if not (unit := self._unit(which)):
            return
        person = self.there.technicians[0].id
        found = {"unit": unit.id, "result": "fail" if fails else "pass"}
        said = message(unit, person=person, findings=[found | ({"note": "Dark"} if fails else {})])
        said["note"] = said["key"]  # the same answers again would be the same visit
        answers = [
            send(self.there.technician, said, **(picture() if photographs else {}))
            for _ in range(2)
        ]
        first, second = (each.get_json() for each in answers)
        assert first.get("stored") == second.get("stored"), (first, second)
        if answers[0].status_code == 200:
            self.checks[said["key"]] = first["stored"]

    @rule(which=WHICH)
    def report_a_fault(self, which: int) -> None:
        if not (unit := self._unit(which)) or not (tag := self.there.tag_of(unit)):
            return
        typed = {"key": str(uuid4()), "unit": unit.id, "symptom": "NO_PICTURE", "note": "Dark"}
        answer = self.there.post(self.there.stranger, f"/t/{tag.code}/report", **typed)
        assert answer.status_code == 303
        self.told.append(answer.location)

    @rule(which=WHICH)
    def say_me_too(self, which: int) -> None:
        unit = self._unit(which)
        tag = self.there.tag_of(unit) if unit else None
        wanted = sa.select(Fault.id).where(Fault.equipment_id == (unit.id if unit else 0))
        fault = db.session.scalars(wanted.order_by(Fault.id.desc())).first()
        if tag and fault:
            typed = {"key": str(uuid4()), "fault": fault}
            path = f"/t/{tag.code}/report/me-too"
            answer = self.there.post(self.there.stranger, path, **typed)
            if answer.location.startswith("/f/"):
                self.told.append(answer.location)

    @rule(which=WHICH)
    def take_a_fault(self, which: int) -> None:
        if faults := list(db.session.scalars(sa.select(Fault.id).order_by(Fault.id))):
            fault = faults[which % len(faults)]
            self.there.post(self.there.technician, f"/faults/{fault}/take", held_by="")

    @rule(which=WHICH)
    def mend_a_fault(self, which: int) -> None:
        faults = list(db.session.scalars(sa.select(Fault).order_by(Fault.id)))
        if faults:
            fault = faults[which % len(faults)]
            said = WAS | {"mode": "FTF", "made_from": fault.state.value}
            path = f"/faults/{fault.id}/close"
            assert self.there.post(self.there.technician, path, **said).status_code < 500

    @precondition(lambda self: self.told)
    @rule(which=WHICH, what=st.sampled_from(["still-broken", "works"]))
    def answer_as_a_reporter(self, which: int, what: str) -> None:
        path = self.told[which % len(self.told)]
        assert self.there.post(self.there.stranger, f"{path}/{what}").status_code == 303

    @rule(which=WHICH)
    def void_a_tag(self, which: int) -> None:
        if (unit := self._unit(which)) and (tag := self.there.tag_of(unit)):
            code = tag.code
            self.there.post(self.there.manager, f"/t/{code}/void")
            self.voided.append(code)

    @rule(which=WHICH)
    def retire_a_unit(self, which: int) -> None:
        if len(self.there.units()) > 1 and (unit := self._unit(which)):
            self.there.post(self.there.manager, f"/equipment/{unit.id}/retire")

    @rule()
    def erase_a_person(self) -> None:
        other = self.there.technicians[1]
        self.there.post(self.there.admin, f"/people/{other.id}/off")
        self.there.post(self.there.admin, f"/people/{other.id}/erase")

    @invariant()
    def the_rows_say_the_same_of_each_other(self) -> None:
        Campus.steps += 1
        assert breaches() == []
        db.session.rollback()

    @invariant()
    def nothing_acknowledged_is_lost(self) -> None:
        rows = db.session.execute(sa.text('SELECT key, id FROM "check"'))
        kept: dict[str, int] = {row.key: row.id for row in rows}
        for key, number in self.checks.items():
            assert kept.get(key) == (number or kept.get(key)), f"a check is lost: {key}"
            assert key in kept
        there = set(db.session.scalars(sa.select(Room.name)))
        assert set().union(*self.imports.values()) <= there, "an imported room is lost"
        secrets = set(db.session.scalars(sa.select(Report.secret)))
        assert {each.rpartition("/")[2] for each in self.told} <= secrets
        assert len(kept) == len(self.checks), "a check that nobody was told of"

    def teardown(self) -> None:
        """The costlier questions, once at the end."""
        try:
            self._look_at_pages()
            assert list(orphans(self._settings.data / "photos")) == []
            assert tampered() == []
        finally:
            db.session.rollback()
            self._within.__exit__(None, None, None)
            if not self._settings.database_url.startswith("sqlite"):
                databases.empty(self._settings.database_url)

    def _look_at_pages(self) -> None:
        """Counts on pages add up with the tables."""
        rooms = db.session.scalar(
            sa.select(sa.func.count()).select_from(Room).where(Room.retired_at.is_(None))
        )
        assert len(fetch(self.there.manager, "/rooms").rows) - 1 == rooms
        units = len(fetch(self.there.manager, "/equipment").rows) - 1
        assert units == len(self.there.units())
        checks = len(fetch(self.there.manager, "/checks").rows) - 1
        assert max(checks, 0) == len(self.checks)
        for path in self.told[-2:]:
            fetch(self.there.stranger, path)
        for code in self.voided[-1:]:
            fetch(self.there.stranger, f"/t/{code}", 404)


def test_a_campus_holds_whatever_people_do(
    programs: Programs, settings: Settings, record_property: Telling
) -> None:
    Campus.steps = 0
    how = drawn(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    made = cast("type[Campus]", lambda: Campus(programs, settings))
    run_state_machine_as_test(made, settings=how)
    record_property("campuses", EXAMPLES)
    record_property("steps", Campus.steps)
