"""Every page of the program, on the demo campus: axe finds nothing, nothing is too wide.

The pages come from the program's own list of addresses, so that a new one can't be forgotten. The
pictures of the README are taken here as well; `make pictures` puts them in their place.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from app import clock
from app.codes.models import Tag
from app.equipment import queries as equipment
from app.equipment.models import Equipment, Spare, SpareStock, System, SystemUnit, Vendor
from app.extensions import db
from app.faults.models import Channel, Fault, Follower, FollowVia, Report
from app.guides import service as guides
from app.guides.models import GuideKind
from app.guides.service import About, Wording
from app.people import service as people
from app.people.models import Person, Role
from app.places.models import Building, Room, Zone, ZoneRoom
from tests.browsers import AXE, DESK, OF_COLOURS, PHONE, PICTURES, Browsers, axe, fits, picture
from tests.builders import Builder
from tests.servers import Server, serving

NO_PAGE = {
    *("static", "security.static", "health.alive", "health.ready"),
    *("wellknown.robots", "wellknown.security"),
    *("guides.picture", "scan.help_first", "privacy.own", "privacy.of_person"),
    *("photos.show", "sheets.picture", "sheets.file", "sheets.room_record"),
    *("sheets.room_certificate", "sheets.unit_certificate", "sheets.unit_record"),
    *("paper.drawing", "paper.style_preview", "paper.style_picture"),
    *("paper.test_sheet", "paper.calibration"),
    "people.second_factor_picture",
    *("exports.rooms", "exports.equipment", "exports.checks"),
    *("exports.faults", "exports.tags", "exports.orders", "exports.past_work"),
    *("exports.vendors", "exports.spares", "exports.stock"),
    *("sync.worker", "sync.manifest", "sync.room_along", "sync.round_along", "sync.session"),
    *("checks.plan_dates", "scan.read_tag", "faults.reporter_photo", "scan.approved_photo"),
    *("checks.calendar_feed", "checks.everything_feed"),
    *("imports.sample", "imports.lines_file", "imports.batch_file", "logbook.file"),
}
"""Addresses that answer with something else than a page."""
ELSEWHERE = {
    *("imports.preview", "doors.begin", "doors.back", "doors.mine", "doors.of_person"),
    "people.first",
}
"""Pages that need a file brought along, or another door; other tests look at them."""
SCHEMES: dict[Literal["light", "dark"], dict[str, Any]] = {"light": AXE, "dark": OF_COLOURS}
"""What axe looks at; in the dark nothing but colours is new, as tests/test_colours.py shows."""
UNKNOWN = "/t/NOTHING"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program with the demo campus."""
    with serving(tmp_path_factory.mktemp("demo"), organisation="Northfield University") as server:
        server.flask("demo", "--if-empty")
        server.flask("tags", "blank", "3", "--out", str(server.data / "blank.pdf"))
        yield server


@pytest.fixture(scope="module")
def samples(server: Server) -> dict[str, str]:
    """A value for each variable part of an address."""
    rooms = server.data / "one-more-room.csv"
    rooms.write_text("Building,Room,Description\nBrunel Hall,9.99,Store\n")
    server.flask("import", str(rooms), "--apply")
    with server.rows() as make:
        limited = db.session.scalars(
            select(Tag)
            .join(Room)
            .join(Building)
            .where(Room.name == "1.03")
            .where(Building.name == "Brunel Hall")
        ).one()
        secret = db.session.scalars(select(Report.secret).limit(1)).one()
        newcomer = db.session.scalars(select(Person).where(Person.password.is_(None))).first()
        assert newcomer is not None
        token = people.welcome_token(newcomer)
        return {
            "mail_id": str(make.mail().id),
            "stock_id": make.own_stock().stock_id,
            "printer_id": str(make.printer().id),
            "waiting": str(make.batch(limited).id),
            "code": limited.code,
            "blank": make.tag(room=None).code,
            "term_id": str(make.term(site_id=1).id),
            "holiday_id": str(make.holiday(site_id=1, day=date(2031, 5, 13)).id),
            "secret": secret,
            "report_id": _told_by_phone(make),
            "follower": _follower(secret),
            "token": token,
            "page": "report",
            "day": "2026-03-02",
            **_beside(limited),
        } | dict.fromkeys(
            (
                "room_id",
                "unit_id",
                "equipment_id",
                "building_id",
                "site_id",
                "calendar_id",
                "fault_id",
                "check_id",
                "person_id",
                "batch_id",
                "plan_id",
                "item_id",
                "round_id",
                "stop_id",
            ),
            "1",
        )


def _told_by_phone(make: Builder) -> str:
    """What somebody told of the first fault by phone."""
    told = make.report(fault=db.session.get_one(Fault, 1), channel=Channel.PHONE)
    return str(told.id)


def _follower(secret: str) -> str:
    """What opens the pages of an address that asked to be told by this report."""
    report_id = db.session.scalars(select(Report.id).where(Report.secret == secret)).one()
    given = {"report_id": report_id, "via": FollowVia.EMAIL, "address": "visitor@example.edu"}
    db.session.add(Follower(**given, secret="followed", asked_at=clock.now()))
    db.session.flush()
    return "followed"


def _beside(tag: Tag) -> dict[str, str]:
    """What stands beside rooms and units, of the room of the tag and of one of its units."""
    room = db.session.get_one(Room, tag.room_id)
    unit = db.session.scalars(select(Equipment).where(Equipment.room_id == room.id)).first()
    assert unit is not None
    zone = Zone(building_id=room.building_id, name="East wing", category="Fire section")
    system = System(building_id=room.building_id, name="Public address", category="Voice alarm")
    vendor = Vendor(name="Acme", phone="5555", email="desk@acme.example", address="1 High Street")
    spare = Spare(model_id=unit.model_id, name="Lamp module", part_number="ELPLP97", vendor=vendor)
    db.session.add_all((zone, system, vendor, spare))
    db.session.flush()
    unit.vendor_id = vendor.id
    kept = SpareStock(spare_id=spare.id, site_id=1, minimum=2, place="Store 0.12, shelf 3")
    db.session.add(kept)
    whole = equipment.unit(unit.id)
    assert whole is not None
    about = About(whole.model.type, whole.model, whole)
    wording = Wording(GuideKind.SELF_HELP, "Choose your input", "1. Press **Input**.")
    guide = guides.write(about, wording, None, at=clock.now())
    db.session.add(ZoneRoom(zone_id=zone.id, room_id=room.id))
    db.session.add(SystemUnit(system_id=system.id, equipment_id=unit.id))
    db.session.flush()
    keys = {"zone_id": zone.id, "vendor_id": vendor.id, "spare_id": spare.id, "supplied": unit.id}
    keys |= {"kept_id": kept.id, "guide_id": guide.id, "number": 1}
    return {name: str(key) for name, key in keys.items()}


def _addresses(server: Server, samples: dict[str, str]) -> Iterator[str]:
    for rule in server.app.url_map.iter_rules():
        if rule.endpoint in NO_PAGE | ELSEWHERE or "GET" not in (rule.methods or ()):
            continue
        missing = set(rule.arguments) - set(samples)
        assert not missing, f"no sample for {missing} of {rule.rule}"
        built = rule.build({name: samples[name] for name in rule.arguments})
        assert built is not None
        yield built[1]
    code, blank = samples["code"], samples["blank"]
    yield from (
        f"/t/{blank}/claim?q=1",
        f"/t/{blank}/void",
        "/tags?which=unclaimed&ticked=page",
        "/tags/void?tag=1&tag=2",
        f"/t/{blank}/claim?room=1",
        f"/t/{blank}/claim/room",
        f"/t/{blank}/claim/unit?room=1",
        f"/t/{code}/report?unit=room",
        f"/t/{code}/check?scope=service",
        f"/t/{code}?page=2",
        f"/equipment/{samples['supplied']}",
        f"/equipment/{samples['supplied']}/edit",
        f"/equipment/spares/new?unit={samples['supplied']}",
        f"/equipment?vendor={samples['vendor_id']}",
        "/equipment/stock?short=1",
        f"/rooms?zone={samples['zone_id']}",
        UNKNOWN,
        "/rooms?q=nothing+like+this",
        "/checks/plans?q=nothing+like+this",
        "/checks/plans/new?type=1",
        "/checks/seeded/new?room=1",
        "/checks/seeded/new?q=1",
        "/sites/1/year/country?country=DE&year=2026",
        "/checks/plans/new?q=epson",
        "/imports/batches/1?q=nothing+like+this",
        "/imports/batches/1/undo?show=left",
        "/sheets?all=1",
        "/sheets?of=units&all=1&used=2&kind=zip",
        "/sheets?of=blank&blanks=none",
        f"/sheets/batches/{samples['waiting']}",
        "/sheets/stocks/avery-l7160",
        "/sheets/stocks/new?like=avery-us-5160",
    )


def _signed_in(visit: Browsers, server: Server, role: Role, size: dict[str, object]) -> Page:
    page = visit(size)
    with server.rows():
        person = db.session.scalars(select(Person).where(Person.role == role)).first()
        assert person is not None
        visit.sign_in(page, server.session_of(person))
    return page


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("role", [None, Role.ADMIN], ids=["visitor", "staff"])
def test_every_page_can_be_used_by_everyone(
    chromium: Browser,
    server: Server,
    samples: dict[str, str],
    size: dict[str, object],
    role: Role | None,
) -> None:
    visit = Browsers(chromium, server.address)
    page = _signed_in(visit, server, role, size) if role else visit(size)
    wrong = []
    landed: set[str] = set()
    for address in dict.fromkeys(_addresses(server, samples)):
        answer = page.goto(address)
        if answer is None or answer.status != (404 if address == UNKNOWN else 200):
            wrong.append(f"{address} answers {answer and answer.status}")
        if answer and answer.request.redirected_from:  # to sign in, as from all that is shut
            if (place := urlsplit(page.url).path) in landed:
                continue
            landed.add(place)
        for scheme, rules in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            try:
                axe(page, rules)
                fits(page)
            except AssertionError as found:
                wrong.append(f"{scheme} {str(found)[:1500]}")
    faults = visit.close()
    assert not wrong + faults, "\n\n".join(wrong + faults)


def test_the_pictures_of_the_readme_are_taken(
    visit: Browsers, server: Server, samples: dict[str, str], tmp_path: Path
) -> None:
    phone = visit(PHONE)
    phone.goto(f"/t/{samples['code']}")
    assert picture(phone, "scan-page", whole=False).stat().st_size > 10_000
    desk = _signed_in(visit, server, Role.MANAGER, DESK)
    desk.goto("/today")
    assert picture(desk, "managers-page", whole=False).stat().st_size > 10_000
    sheet = tmp_path / "tag.pdf"
    server.flask("tags", "print", "--rooms", "LT1 Brunel", "--out", str(sheet))
    with pypdfium2.PdfDocument(sheet) as document:
        drawn = document[0].render(scale=300 / 72).to_pil()
        width, height = drawn.size
        left, top, right, bottom = 7.2 / 210, 15.15 / 297, 70.7 / 210, 53.25 / 297
        box = (int(left * width), int(top * height), int(right * width), int(bottom * height))
        drawn.crop(box).save(PICTURES / "tag.png")
        document[0].close()
    assert (PICTURES / "tag.png").stat().st_size > 5_000


def test_the_readme_shows_pictures_that_exist() -> None:
    root = Path(__file__).resolve().parents[2]
    shown = [
        part.partition(")")[0]
        for part in (root / "README.md").read_text().split("](docs/pictures/")
    ][1:]
    assert {"scan-page.png", "tag.png", "managers-page.png"} <= set(shown)
    assert all((root / "docs" / "pictures" / name).exists() for name in shown)
