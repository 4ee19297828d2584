"""A technician's walk without signal, for journeys: the phone, two rooms, and what came of them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.checks.models import Check
from app.extensions import db
from app.people.models import Person
from app.places.models import Room
from tests.browsers import PHONE, Browsers
from tests.builders import NOON, Builder
from tests.servers import Server

SEND = "**/sync/checks"
MAKE = Builder()
"""One for all walks on a server: no two of them share a name or a code."""
NO_SIGNAL = "ERR_INTERNET_DISCONNECTED|ERR_FAILED"


class Walk:
    """A technician with two rooms of their own on a phone, and what the server has of them."""

    def __init__(self, server: Server, visit: Browsers, page: Page | None = None) -> None:
        self.server, self.visit = server, visit
        self.page = page or visit(PHONE)
        with server.rows():
            for old in db.session.scalars(select(Room)):
                old.retired_at = NOON
            person = MAKE.person(name="Kim Ode")
            self.names = (f"A{person.id}", f"B{person.id}")
            rooms = [MAKE.room(name=name, created_at=NOON) for name in self.names]
            self.codes = [MAKE.tag(room=room).code for room in rooms]
            self.units = [MAKE.equipment(room=room, name="Beamer").id for room in rooms]
            self.keys = [room.id for room in rooms]
            self.said: list[int] = []
            """The rooms whose check the phone said was saved."""
            self.person, self.cookie = person.id, server.session_of(person)
        visit.sign_in(self.page, self.cookie)

    def sign_in_again(self) -> None:
        """Sign in anew: signing out has ended what was."""
        with self.server.rows():
            person = db.session.get_one(Person, self.person)
            self.cookie = self.server.session_of(person)
        self.visit.sign_in(self.page, self.cookie)

    def take(self) -> None:
        """Take the round along."""
        self.page.goto("/sync/round")
        self.page.get_by_role("button", name="Take these rooms along").click()
        expect(self.page.locator("[data-said]")).to_contain_text("On this phone: 2 rooms")

    def signal(self, is_there: bool) -> None:
        """Come under cover, or out of it."""
        self.page.context.set_offline(not is_there)

    def answer(self, number: int, *, at_tag: bool = True) -> None:
        """Open the room without signal and say that all is fine; not saved yet."""
        if at_tag:
            self.page.goto(f"/T/{self.codes[number]}")
        else:
            self.page.goto("/today")
            self.page.get_by_role("link", name=self.names[number]).click()
        self.tick(number)

    def tick(self, number: int) -> None:
        """See the room's form, and say that all is fine."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(
            f"Check {self.names[number]}"
        )
        self.page.get_by_text("All fine here").click()

    def save(self) -> None:
        """Save, and see that it was."""
        self.page.get_by_role("button", name="Save on this phone").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Saved on this phone")
        self.said.append(len(self.said))

    def sent(self, number: int) -> None:
        """See in the queue that the server has as many."""
        self.page.goto("/offline/queue")
        there = self.page.locator("li", has_text="The server has it.")
        expect(there).to_have_count(number)
        expect(self.page.locator("[data-status-words]")).to_contain_text("Nothing waits")

    def stored(self) -> list[tuple[int, int]]:
        """Room and grade of each check that the server has, by room."""
        with self.server.rows():
            rows = db.session.scalars(select(Check).where(Check.room_id.in_(self.keys)))
            return sorted((row.room_id, row.grade) for row in rows)

    def account(self) -> None:
        """See that each check that was said to be saved is still here, or stored once."""
        self.page.goto("/offline/queue")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("What waits on this phone")
        kept = self.page.locator(".offline-item--waiting, .offline-item--attention")
        for number in self.said:
            waits = kept.filter(has_text=self.names[number]).count()
            stored = Counter(room for room, _grade in self.stored())[self.keys[number]]
            assert stored == 1 or (stored == 0 and waits == 1), (self.names[number], waits, stored)


@contextmanager
def without_signal(walk: Walk) -> Iterator[Page]:
    """Under cover; whatever could not be asked there is no fault."""
    walk.signal(False)
    yield walk.page
    walk.signal(True)
    walk.visit.expect(walk.page, NO_SIGNAL)
