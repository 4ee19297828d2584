"""Somebody scans, chooses what is wrong, reads what to try, and it works: a call avoided."""

from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.faults.models import Effect, Report
from app.guides import service as guides
from app.guides.models import GuideKind, Solved
from app.guides.service import About, Wording
from app.places.contingency import service as contingency
from app.places.contingency.service import Helps
from app.places.models import CalendarFeed
from tests.browsers import PHONE, Browsers, axe, fits
from tests.builders import Builder
from tests.servers import Server


def look(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
        fits(page)


def room_with_a_projector(make: Builder) -> str:
    dark = make.symptom(label="Screen stays black", self_help="Push the cable in at both ends.")
    kind = make.equipment_type(title="Projector", symptoms=(dark, make.symptom()))
    model = make.model(type=kind)
    room = make.room(name="2.14")
    unit = make.equipment(room=room, model=model, name="Projector left")
    body = "1. Press **Input** at the panel.\n2. Wait ten seconds."
    wording = Wording(GuideKind.SELF_HELP, "Choose your input", body, dark)
    guides.write(About(kind, model), wording, None, at=clock.now())
    other = make.room(name="2.15", building=room.building, floor=room.floor)
    db.session.add(CalendarFeed(room_id=other.id, read_at=clock.now()))
    contingency.provide(room, [other], Helps("Trolley in 0.12, key at the porter's"))
    make.fault(room=room, equipment=unit, effect=Effect.UNIT_DOWN)
    return make.tag(room=room).code


def test_what_is_tried_first_solves_it_with_and_without_script(
    visit: Browsers, server: Server
) -> None:
    with server.rows() as make:
        code = room_with_a_projector(make)
    for script in (True, False):
        try_it(visit(PHONE, script=script), code, script=script)
    with server.rows():
        assert db.session.scalar(select(func.count()).select_from(Solved)) == 2
        assert not db.session.scalar(select(func.count()).select_from(Report))


def try_it(phone: Page, code: str, *, script: bool) -> None:
    phone.goto(f"/t/{code}")
    expect(phone.get_by_text("If it can't wait, take room 2.15")).to_be_visible()
    if script:
        look(phone)
    phone.get_by_role("link", name="Projector left").click()
    tried = phone.get_by_text("Press Input at the panel.")
    expect(tried).to_be_hidden()
    phone.get_by_text("Screen stays black").click()
    expect(tried).to_be_visible()
    expect(phone.get_by_role("button", name="It didn't help: report")).to_be_visible()
    if script:
        look(phone)
    phone.get_by_role("button", name="That solved it").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Good that it works again.")
    if script:
        look(phone)
