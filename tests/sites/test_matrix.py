"""Every route that names something by its key, asked for what belongs to another site: 404.

The routes come from the program's own list, so that a new one can't be forgotten: it is asked, too,
or a line here says why not. `tests/test_access.py` says whom each route is for.
"""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pypdfium2
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table
from werkzeug.routing import Rule

from app.access import SAFE_METHODS, Audience, audience_of
from app.database import Base
from app.people.models import Person
from app.scope import belonging
from tests.sites.conftest import Two
from tests.sites.estates import MARK, Estate
from tests.telling import Telling

OF_ALL_SITES = {
    **dict.fromkeys(("equipment.spare", "equipment.edit_spare"), "a spare is a line of all sites"),
    **dict.fromkeys(("equipment.keep_spare", "equipment.remove_spare"), "so it is here"),
    "checks.take_back_moves": "nothing that was moved with this key is found, so nothing is moved",
}
"""Routes that name something of no site; what they may do is held by what is written."""
UNNAMED = {
    *("calendar_id", "channel_id", "day", "device_id", "duty_id", "ending", "filename", "follower"),
    "identity_id",
    *("notice_id", "number", "page", "person_id", "printer_id", "profile_id", "sign_in_id"),
    *("spelling_id", "passkey_id"),
    *("stock_id", "token", "type_id", "vendor_id"),
}
"""Parts of addresses that name nothing of a site; a new one is thought about here."""


def _routes(app: Flask, person: Person) -> Iterator[tuple[Rule, str]]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        audience = audience_of(app, rule.endpoint)
        if audience in person.audiences:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method


def _address(rule: Rule, estate: Estate) -> str:
    made_up = {"ending": "csv", "day": "2026-03-03", "stock_id": "avery-l7160"}
    values = {name: estate.keys.get(name) or made_up.get(name, "1") for name in rule.arguments}
    built = rule.build(values)
    assert built is not None
    return built[1]


def test_every_table_of_a_site_has_a_row_at_both(two: Two) -> None:
    def is_of_a_site(table: Table) -> bool:
        return belonging(table).condition(table, (1,)) != "1 = 1"

    of_sites = [each.name for each in Base.metadata.sorted_tables if is_of_a_site(each)]
    bare = [name for name in of_sites if not two.marked[name]]
    assert not bare


def test_every_part_of_an_address_is_known(app: Flask, two: Two) -> None:
    told = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    assert told <= two.others.keys.keys() | UNNAMED


def test_what_belongs_to_another_site_is_not_there_by_any_route(
    app: Flask, two: Two, limited: Person, theirs: FlaskClient, record_property: Telling
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    asked = 0
    for rule, method in _routes(app, limited):
        if rule.arguments & two.others.keys.keys() and rule.endpoint not in OF_ALL_SITES:
            address = _address(rule, two.others)
            with theirs.open(address, method=method) as answer:
                assert answer.status_code == 404, (rule.endpoint, method, address)
            asked += 1
    record_property("addresses of another site", asked)
    assert asked > 12
    record_property("swapped keys", asked)


def test_what_stands_under_ours_is_not_taken_from_another_site(
    app: Flask, two: Two, limited: Person, theirs: FlaskClient
) -> None:
    """Each second key of an address: our site with the other's term, our round with its stop."""
    app.config["WTF_CSRF_ENABLED"] = False
    for rule, method in _routes(app, limited):
        for name in sorted(rule.arguments & two.others.keys.keys()):
            mixed = Estate(two.ours.site, two.ours.kind, two.ours.person, dict(two.ours.keys))
            mixed.keys[name] = two.others.keys[name]
            if mixed.keys[name] == two.ours.keys[name] or rule.endpoint in OF_ALL_SITES:
                continue
            with theirs.open(_address(rule, mixed), method=method) as answer:
                assert answer.status_code == 404, (rule.endpoint, method, name)


def test_no_page_list_or_file_speaks_of_another_site(
    app: Flask, two: Two, limited: Person, theirs: FlaskClient
) -> None:
    seen = 0
    for rule, method in _routes(app, limited):
        if method not in SAFE_METHODS:
            continue
        for address in (_address(rule, two.ours), *_asking_for_more(rule, two)):
            with theirs.get(address) as answer:
                assert answer.status_code < 500, address
                assert MARK not in _words(answer.get_data()), address
                seen += answer.status_code == 200
    assert seen > 30


def _asking_for_more(rule: Rule, two: Two) -> Iterator[str]:
    """A list's own filters, which name another site or search for its words."""
    if rule.arguments - {"ending", "day"}:
        return
    other, at = two.others.keys, _address(rule, two.ours)
    if "ending" in rule.arguments:
        yield from (at.replace(".csv", ending) for ending in (".json", ".xlsx"))
    for asked in (
        f"?q={MARK[:2]}",
        f"?building={other['building_id']}&site={other['site_id']}&zone={other['zone_id']}",
        f"?room={other['room_id']}&unit={other['unit_id']}&state=all&all=1&of=units&use=all",
    ):
        yield at + asked


def _words(content: bytes) -> str:
    """All that stands in an answer, in a workbook, an archive or a PDF, too."""
    if content.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(content) as document:
            pages = [page.get_textpage().get_text_bounded() for page in document]
        return "\n".join(pages)
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as packed:
            return "".join(_words(packed.read(name)) for name in packed.namelist())
    return content.decode(errors="replace").lower()


def test_whoever_serves_all_sites_reads_the_words_that_the_others_do_not(
    app: Flask, two: Two, manager: FlaskClient
) -> None:
    """The marks are there to be found: else the test above would show nothing."""
    found = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ()) and _is_for_staff(app, rule)
        if MARK in _words(manager.get(rule.rule).get_data())
    ]
    assert {"places.rooms", "equipment.units", "faults.queue", "checks.listing"} <= set(found)
    assert len(found) >= 15, found


def _is_for_staff(app: Flask, rule: Rule) -> bool:
    return audience_of(app, rule.endpoint) not in {Audience.ANYONE, Audience.ADMIN}
