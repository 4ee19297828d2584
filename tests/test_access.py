"""Access is closed by default, and every route says whom it is for."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.access import SAFE_METHODS, Audience, audience_of, insist_on_audiences

PAGES = {
    Audience.ANYONE: """
        doors.back doors.begin people.first wellknown.robots wellknown.security
        board.home checks.calendar_feed checks.everything_feed faults.add_photo faults.ask_confirm
        faults.ask_stop faults.confirm faults.confirm_here faults.follow
        faults.follow_on_phone faults.rate faults.reporter
        faults.reporter_photo faults.still_broken faults.stop faults.stop_following faults.works
        privacy.kept
        guides.picture health.alive health.ready people.ask_passkey people.code
        people.enter_by_passkey people.welcome scan.approved_photo
        scan.check_in_capitals scan.find scan.help_first scan.me_too scan.report
        scan.report_in_capitals scan.seen scan.send_report scan.solved scan.tag scan.thanks
        security.login security.logout security.static static sync.manifest sync.offline
        sync.queue sync.worker
    """,
    Audience.STAFF: """
        guides.guide guides.listing guides.version
        equipment.spare equipment.stock equipment.stocks equipment.vendor exports.stock
        board.today checks.detail checks.listing checks.of_fault checks.past checks.plan
        checks.plans checks.readings checks.unit checks.week checks.year equipment.spares
        equipment.systems equipment.types equipment.units equipment.vendors exports.checks
        exports.equipment exports.faults exports.past_work exports.rooms exports.spares
        exports.vendors photos.show places.buildings places.calendars places.rooms places.sites
        places.year places.zones scan.room sheets.room_certificate sheets.room_record
        sheets.unit_certificate sheets.unit_record
    """,
    Audience.TECHNICIAN: """
        faults.mail faults.mails faults.place_mail faults.set_mail_aside
        faults.merge faults.split faults.new faults.new_in_room faults.read_out
        faults.ask_vendor faults.parts faults.swap faults.told_vendor
        guides.confirm guides.edit guides.new
        checks.calendar checks.close_calendar checks.end_round checks.hand_over_round
        checks.renew_calendar checks.round checks.rounds checks.skip_stop checks.start_round
        checks.take_round checks.take_up_stop equipment.move_stock equipment.order_stock
        equipment.unorder_stock faults.answer faults.assign faults.close faults.effect faults.fault
        faults.duty faults.move faults.promise faults.publish faults.publish_words faults.queue
        faults.take scan.arrived
        scan.check scan.check_untagged scan.claim scan.claim_new_room scan.claim_new_unit
        scan.confirm_guide
        scan.elsewhere scan.hangs_again scan.log_check scan.placed scan.read_tag scan.send_claim
        scan.worn
        sync.room_along sync.round_along sync.session sync.take_along sync.take_in_check
        notices.add_device notices.end_device notices.try_wishes notices.wishes
    """,
    Audience.MANAGER: """
        places.contingency
        faults.targets
        faults.kept
        guides.bring_back guides.retire
        equipment.change_stock equipment.keep_spare
        checks.bring_back_plan checks.edit_item checks.edit_plan checks.end_seeded checks.level
        checks.level_preview checks.move_item checks.move_work checks.new_item checks.new_plan
        checks.new_round checks.plan_dates checks.remove_item checks.retire_plan checks.seed_fault
        checks.take_back_moves codes.ask_void codes.listing codes.void equipment.bring_back_unit
        equipment.edit_unit
        equipment.move_unit equipment.new_unit
        equipment.retire_unit exports.orders
        exports.tags
        paper.bring_back_printer
        paper.bring_back_stock paper.calibration paper.correct paper.drawing paper.edit_stock
        paper.measure paper.new_printer paper.new_stock paper.printer paper.printers
        paper.remove_logo paper.retire_printer paper.retire_stock paper.stock paper.stocks
        paper.straighten paper.style paper.style_picture paper.style_preview paper.test_sheet
        places.bookings places.bring_back_room places.country_holidays places.edit_building
        places.edit_holiday places.edit_room places.edit_site places.edit_term
        places.edit_zone places.end_bookings places.name_bookings places.new_building
        places.new_floor places.new_holidays places.new_room
        places.new_term places.new_zone places.read_bookings places.remove_holiday
        places.remove_term places.remove_zone places.retire_room places.send_bookings
        scan.ask_replace scan.ask_void scan.replace scan.void sheets.again sheets.batch
        sheets.batches sheets.file sheets.order sheets.picture sheets.print_
    """,
    Audience.OWN: """
        doors.link doors.mine doors.unlink privacy.own privacy.public_name
        people.account people.add_passkey people.again people.ask_new_passkey
        people.begin_second_factor people.confirm_second_factor
        people.end_other_sign_ins people.end_sign_in people.new_recovery_codes people.password
        people.passkeys people.prove_by_passkey people.remove_passkey
        people.second_factor people.second_factor_picture people.turn_off_second_factor
    """,
    Audience.ORGANISATION: """
        faults.calendar_targets faults.put_on_call faults.take_off_call faults.use_defaults
        equipment.edit_spare equipment.edit_vendor equipment.merge_vendor equipment.new_spare
        equipment.new_vendor equipment.remove_spare equipment.remove_vendor imports.apply
        imports.batch imports.batch_file imports.choose imports.decide imports.forget
        imports.keep_profile imports.lines_file imports.preview imports.profiles imports.read_like
        imports.remove_profile imports.rename_profile imports.sample imports.stop
        imports.take_back imports.undo imports.upload imports.words places.edit_calendar
        places.new_calendar places.new_site notices.give_up notices.outbox notices.send_again
    """,
    Audience.ADMIN: """
        doors.invite doors.of_person doors.uninvite doors.unlink_of
        privacy.address privacy.erase privacy.erase_address privacy.of_address privacy.of_person
        people.edit people.person
        people.link people.listing people.new people.off people.on people.qualifications
        people.reset_second_factor
        places.serving
        notices.channels notices.new_channel notices.start_channel notices.stop_channel
        notices.try_channel
    """,
    Audience.OVERSIGHT: "checks.audits checks.seeded",
    Audience.AUDITOR: "checks.signals logbook.file logbook.listing",
}
"""Whom each page is for. Written by hand: a new route comes with a line here, thought about."""

READ = {Audience.ANYONE, Audience.STAFF, Audience.OWN}
ACTORS = {
    "client": {Audience.ANYONE},
    "technician": READ | {Audience.TECHNICIAN},
    "manager": READ
    | {Audience.TECHNICIAN, Audience.MANAGER, Audience.OVERSIGHT, Audience.ORGANISATION},
    "auditor": READ | {Audience.OVERSIGHT, Audience.AUDITOR},
    "admin": set(Audience),
}


def _table() -> dict[str, Audience]:
    return {name: audience for audience, names in PAGES.items() for name in names.split()}


def _asked(app: Flask) -> list[tuple[str, str, str]]:
    """Every endpoint with each of its methods and an address that leads to it."""
    return sorted(
        (rule.endpoint, method, re.sub(r"<(\w+:)?\w+>", "1", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )


def test_every_route_is_in_the_table_with_its_audience(app: Flask) -> None:
    said = {rule.endpoint: audience_of(app, rule.endpoint) for rule in app.url_map.iter_rules()}
    assert said == _table()


@pytest.mark.parametrize("actor", ACTORS)
def test_every_page_lets_in_its_audience_and_nobody_else(
    app: Flask, request: pytest.FixtureRequest, actor: str
) -> None:
    client: FlaskClient = request.getfixturevalue(actor)
    for endpoint, method, address in _asked(app):
        with client.open(address, method=method) as answer:
            is_shut = answer.status_code in {401, 403} or (
                (answer.location or "").startswith("/sign-in?next=")
            )
            assert is_shut is (_table()[endpoint] not in ACTORS[actor]), (endpoint, method, answer)
            if is_shut and actor == "client":
                wanted = 302 if method in SAFE_METHODS else 401
                assert answer.status_code == wanted, (endpoint, method, answer)


def test_an_auditor_can_send_what_a_visitor_can_and_what_is_about_themselves(app: Flask) -> None:
    sent = {name for name, method, _address in _asked(app) if method not in SAFE_METHODS}
    open_to_auditors = {name for name in sent if _table()[name] in ACTORS["auditor"]}
    theirs = {Audience.ANYONE, Audience.OWN}
    assert open_to_auditors == {name for name in sent if _table()[name] in theirs}


def test_a_route_without_an_audience_stops_the_start() -> None:
    app = Flask("bare")
    app.add_url_rule("/open-to-whom", "forgotten", lambda: "")
    with pytest.raises(RuntimeError, match="forgotten"):
        insist_on_audiences(app)
