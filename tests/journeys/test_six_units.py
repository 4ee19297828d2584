"""A healthy room of six units is checked with one thumb, from the scanned tag to the thanks."""

from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.checks.models import Check, Grade, Result
from app.extensions import db
from tests.browsers import PHONE, Browsers, axe, fits
from tests.journeys.hands import Hands
from tests.servers import Server

UNITS = ("Projector", "Screen", "Lectern PC", "Loudspeakers", "Microphone", "Touch panel")
TAPS, MOST_SECONDS = 8, 25


def check_all(phone: Page, code: str) -> Hands:
    """Scan the room's tag, say of each unit that it is fine, and log it."""
    hands = Hands()
    phone.goto(f"/T/{code}")
    hands.tap(phone.get_by_role("link", name="Check this room"))
    fits(phone)
    for each in phone.get_by_text("All fine").all():
        hands.tap(each)
    hands.tap(phone.get_by_role("button", name="Log this check"))
    expect(phone.get_by_text("Logged:")).to_be_visible()
    return hands


def test_eight_taps_check_a_healthy_room_of_six_units(visit: Browsers, server: Server) -> None:
    with server.rows() as make:
        session = server.session_of(make.person(name="Ada"))
        rooms = [make.room(name=name) for name in ("2.14", "2.15")]
        codes = [make.tag(room=room).code for room in rooms]
        for room in rooms:
            for name in UNITS:
                make.equipment(room=room, name=name)
    for code, script in zip(codes, (True, False), strict=True):
        phone = visit(PHONE, script=script)
        visit.sign_in(phone, session)
        hands = check_all(phone, code)
        said = f"{hands.taps} taps, {hands.seconds:.0f} seconds"
        assert hands.taps == TAPS, said
        assert hands.seconds < MOST_SECONDS, said
        if script:
            axe(phone)
    with server.rows():
        made = db.session.scalars(select(Check)).all()
        assert [(each.result, each.grade) for each in made] == [(Result.PASS, Grade.SCANNED)] * 2
