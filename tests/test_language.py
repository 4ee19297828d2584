"""Every text that people read goes through gettext: in a language of marked words, none is bare.

The texts of the program are extracted, each is "translated" into itself between «marks», and
pages are fetched in that language. What then stands there without marks was written past gettext.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.batches.models import BatchState
from app.equipment.models import Equipment
from app.extensions import db
from app.imports.preparing import Choices
from app.places.models import Room
from app.settings import Settings
from tests.builders import NOON, Builder
from tests.catalogues import translate
from tests.imports.test_applying import imported
from tests.pages import fetch, read
from tests.programs import Programs

MARKED = "eo"
NO_WORDS = re.compile(r"^[\W\d_]*$|^Roomworthy$|^([A-Z0-9]{4}-?){3}$|^[ABCS]$|^P[1-4]$")
DATA = "§"
"""Stands in every name that the test itself gives, so that it is told apart from the program's."""
GIVEN = (DATA, "Person ", "@example.edu", "lundo", "UTC", "Avery", "Herma", "DYMO", "Brother")
"""What is not the program's to translate: names, addresses, zones, makers, a locale's days."""

SECTION = Choices(site=f"{DATA} campus", phone="5555")


@pytest.fixture(scope="module")
def translations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the program's texts in the language of marked words."""
    return translate(tmp_path_factory.mktemp("translations"), MARKED, lambda each: f"«{each}»")


@pytest.fixture
def app(
    settings: Settings, translations: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """The program in the language of marked words."""
    monkeypatch.setattr(import_module("app.configuration"), "TRANSLATIONS", translations)
    marked = settings.model_copy(update={"default_locale": MARKED, "organisation": DATA})
    with programs.as_new(marked) as app:
        yield app


def _bare(element: Element) -> Iterator[str]:
    """The words on a page that neither came through gettext nor from the test's own rows."""
    for part in element.iter():
        for words in (part.text, part.tail, part.get("aria-label"), part.get("alt")):
            if words and not _excused(words.strip()):
                yield words.strip()


def _excused(words: str) -> bool:
    before = ""
    while before != words:  # marked words may hold marked words: the innermost go first
        before, words = words, re.sub(r"«[^«»]*»", "", words)
    return any(each in words for each in GIVEN) or bool(NO_WORDS.match(words.strip()))


def _room(make: Builder) -> tuple[str, str]:
    symptom = make.symptom(label=f"{DATA} no picture", self_help=f"{DATA} cable")
    kind = make.equipment_type(title=f"{DATA} projector", symptoms=(symptom,))
    calendar = make.support_calendar(name=f"{DATA} support", phone="555 100")
    building = make.building(
        name=f"{DATA} hall", site=make.site(name=f"{DATA} campus", support_calendar=calendar)
    )
    floor = make.floor(building=building, label="2")
    room = make.room(floor=floor, name=f"{DATA} 2.14", description=f"{DATA} seminar")
    unit = make.equipment(
        room=room, model=make.model(type=kind, maker=DATA), name=f"{DATA} left projector"
    )
    plan = make.job_plan(type=kind, items=0)
    make.check_item(job_plan=plan, text=f"{DATA} picture is sharp")
    make.finding(check=make.check(room=room), equipment=unit)
    fault = make.fault(room=room, equipment=unit, symptom=symptom, detail=f"{DATA} detail")
    report = make.report(fault=fault, note=f"{DATA} note")
    tag = make.tag(room=room)
    ready = {"state": BatchState.READY, "pages": 1, "checked": 1}
    make.batch(tag, address=f"https://{DATA}.org", **ready)
    make.batch(tag, address=f"https://{DATA}.org", trial=True)
    return tag.code, report.secret


PUBLIC = [
    "/",
    "/sign-in",
    "/t/{code}",
    "/t/{code}/report",
    "/t/{code}/report?unit=room",
    "/f/{secret}",
]
STAFF = [
    "/today",
    "/t/{code}",
    "/t/{code}/check",
    "/t/{code}/check?scope=service",
    "/rooms",
    "/faults",
    "/faults/1",
    "/equipment",
    "/checks",
    "/checks/1",
    "/buildings",
    "/sites",
    "/support-calendars",
    "/equipment/types",
]
PAPER = [
    "/sheets/stocks?kind=own",
    "/sheets/stocks?q=nothing",
    "/sheets/stocks/own-1",
    "/sheets/stocks/own-1/edit",
    "/sheets/stocks/new",
    "/sheets/printers",
    "/sheets/printers/new",
    "/sheets/printers/1",
    "/sheets/printers/1/measure",
    "/sheets/printers/1/correct",
    "/sheets/style",
]
MANAGERS = [
    "/rooms/new",
    "/rooms/1/edit",
    "/equipment/new",
    "/equipment/1/edit",
    "/tags",
    "/tags?which=elsewhere",
    "/tags/void?tag=1",
    "/t/{code}/void",
    "/t/{code}/replace",
    "/t/{code}/elsewhere",
    "/sheets?all=1",
    "/sheets?all=1&stock=nothing-99",
    "/sheets?of=units&all=1&kind=csv",
    "/sheets?of=blank&blanks=0",
    "/sheets?tag=1&used=2&paper=nothing-99",
    "/sheets/batches",
    "/sheets/batches/1",
    "/sheets/batches/2",
    "/imports",
    "/people",
    "/people/new",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_visitor_reads_only_translated_words(
    client: FlaskClient, make: Builder, address: str
) -> None:
    code, secret = _room(make)
    page = fetch(client, address.format(code=code, secret=secret))
    assert not list(_bare(page.document.all("body")[0]))


@pytest.mark.parametrize("address", STAFF + MANAGERS)
def test_staff_read_only_translated_words(admin: FlaskClient, make: Builder, address: str) -> None:
    code, secret = _room(make)
    page = fetch(admin, address.format(code=code, secret=secret))
    assert not list(_bare(page.document.all("body")[0]))


@pytest.mark.parametrize("address", PAPER)
def test_all_about_paper_is_translated(manager: FlaskClient, make: Builder, address: str) -> None:
    make.own_stock(name=f"{DATA} tape", note=f"{DATA} note")
    make.own_stock(name=f"{DATA} old", retired_at=NOON)
    make.printer(name=f"{DATA} printer")
    page = fetch(manager, address)
    assert not list(_bare(page.document.all("body")[0]))


def test_why_a_paper_can_not_be_is_translated(manager: FlaskClient, make: Builder) -> None:
    typed = {"columns": "9", "rows": "x", "label_width": "99", "label_height": "wide", "left": "-1"}
    form = fetch(manager, "/sheets/stocks/new").form("/sheets/stocks/new")
    page = read(form.send(typed), 422)
    assert not list(_bare(page.document.all("main")[0]))


def test_why_a_tag_cannot_be_printed_is_translated_with_what_it_names(
    admin: FlaskClient, make: Builder
) -> None:
    make.room(name=f"{DATA} 2.14")
    page = fetch(admin, "/sheets?all=1&stock=a4-a6-poster&design=label&first=9")
    assert any(words.startswith("«A sheet of «Uncut A4 in four (A6)» has") for words in page.errors)
    page = fetch(admin, "/sheets?all=1&stock=avery-l6008&design=door-poster")
    (said,) = page.errors
    assert said.startswith("««The code would be")
    assert "on Avery L6008; design “«Door poster»” needs" in said
    assert "» «The smallest stock that works is" in said


@pytest.mark.parametrize(
    "address",
    [
        "/t/{blank}/claim?q=§",
        "/t/{blank}/claim/room",
        "/t/{blank}/claim?room=1",
        "/t/{blank}/claim/unit?room=1",
        "/t/{blank}/void",
        "/tags?which=unclaimed",
    ],
)
def test_claiming_a_blank_tag_is_translated(
    admin: FlaskClient, make: Builder, address: str
) -> None:
    _room(make)
    page = fetch(admin, address.format(blank=make.tag(room=None).code))
    assert not list(_bare(page.document.all("body")[0]))


def test_the_tag_of_a_unit_and_a_replaced_one_are_translated(
    admin: FlaskClient, client: FlaskClient, make: Builder
) -> None:
    _room(make)
    unit = db.session.get_one(Equipment, 1)
    make.tag(equipment=unit, state="placed")
    old = make.tag(equipment=unit, state="replaced").code
    for reader in (client, admin):
        page = fetch(reader, f"/t/{old}")
        assert not list(_bare(page.document.all("body")[0]))


@pytest.mark.parametrize("asked", ["", "/undo", "/undo?show=taken", "?which=left&q=nothing"])
def test_past_imports_are_translated(admin: FlaskClient, make: Builder, asked: str) -> None:
    first = [f"{DATA} hall,2,{DATA} {number},{DATA} store" for number in range(3)]
    imported("Building,Floor,Room,Description", *first, choices=SECTION, name=f"{DATA}.csv")
    newer = first[2].replace("store", "office")
    imported("Building,Floor,Room,Description", newer, choices=SECTION, name=f"{DATA}.csv")
    make.check(room=db.session.get_one(Room, 1))
    for address in ("/imports", f"/imports/batches/1{asked}", f"/imports/batches/2{asked}"):
        assert not list(_bare(fetch(admin, address).document.all("body")[0]))
    answer = fetch(admin, "/imports/batches/1/undo").form().send()
    assert not list(_bare(fetch(admin, answer.location).document.all("body")[0]))


def test_an_unknown_tag_is_translated(client: FlaskClient) -> None:
    page = fetch(client, "/t/nothing", status=404)
    assert not [words for words in _bare(page.document.all("body")[0]) if words != "7K3Q-X9MP-2TA4"]


def test_words_that_were_forgotten_are_found() -> None:
    for words in ("Hello", "«Marked» and bare", "3 rooms"):
        assert not _excused(words)
    for words in ("«Marked»", "«Floor «2»», 3", f"{DATA} 2.14", "7K3Q-X9MP-2TA4", "·"):
        assert _excused(words)
