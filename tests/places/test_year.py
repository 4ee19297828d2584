"""A site's year: its terms, and the days on which nobody works."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.places.models import Holiday, Site, Term
from app.places.year.countries import countries, days_of, parts_of
from tests.builders import Builder
from tests.pages import Page, fetch, read


@pytest.fixture
def site(make: Builder) -> Site:
    return make.site(name="North")


def _terms() -> list[tuple[str, date, date]]:
    found = db.session.scalars(select(Term).order_by(Term.starts_on))
    return [(each.name, each.starts_on, each.ends_on) for each in found]


def _holidays() -> dict[date, str]:
    return {each.day: each.name for each in db.session.scalars(select(Holiday))}


def _term(manager: FlaskClient, site: Site, name: str, since: str, until: str) -> Page | None:
    typed = {"name": name, "starts_on": since, "ends_on": until}
    page = fetch(manager, f"/sites/{site.id}/year")
    answer = page.form(f"/sites/{site.id}/year/terms").send(typed)
    return None if answer.status_code == 303 else read(answer, 422, manager)


def _days(manager: FlaskClient, site: Site, lines: str) -> Page | None:
    page = fetch(manager, f"/sites/{site.id}/year?year=2026")
    answer = page.form(f"/sites/{site.id}/year/holidays").send({"lines": lines})
    return None if answer.status_code == 303 else read(answer, 422, manager)


def test_terms_are_entered_and_shown_the_latest_first(manager: FlaskClient, site: Site) -> None:
    _term(manager, site, "Spring", "2026-02-02", "2026-05-29")
    _term(manager, site, "Autumn", "2026-09-07", "2026-12-18")

    rows = fetch(manager, fetch(manager, "/sites").link("Terms and holidays North")).rows
    assert [row[:2] for row in rows[1:]] == [
        ["Autumn", "7 September 2026 to 18 December 2026"],
        ["Spring", "2 February 2026 to 29 May 2026"],
    ]


def test_a_term_of_one_day_can_stand_right_beside_another(manager: FlaskClient, site: Site) -> None:
    assert _term(manager, site, "Exam", "2026-05-30", "2026-05-30") is None
    assert _term(manager, site, "Spring", "2026-02-02", "2026-05-29") is None
    assert len(_terms()) == 2


def test_a_term_that_ends_before_it_begins_is_refused(manager: FlaskClient, site: Site) -> None:
    page = _term(manager, site, "Spring", "2026-05-29", "2026-02-02")
    assert page is not None
    assert page.errors == ["The term ends before it begins."]
    assert page.form(f"/sites/{site.id}/year/terms").filled["name"] == "Spring"
    assert _terms() == []


@pytest.mark.parametrize(
    ("since", "until"),
    [("2026-05-29", "2026-06-30"), ("2026-03-01", "2026-03-02"), ("2026-01-01", "2026-12-31")],
)
def test_a_term_that_overlaps_another_of_its_site_is_refused(
    manager: FlaskClient, make: Builder, site: Site, since: str, until: str
) -> None:
    make.term(site=site)
    sentence = "It overlaps “Spring”, 2 February 2026 to 29 May 2026."
    page = _term(manager, site, "Other", since, until)
    assert page is not None
    assert page.errors == [sentence]
    assert _term(manager, make.site(), "Other", since, until) is None


def test_a_term_is_changed_and_removed(manager: FlaskClient, make: Builder, site: Site) -> None:
    address = f"/sites/{site.id}/year/terms/{make.term(site=site).id}"
    fetch(manager, address).form(address).send({"ends_on": "2026-06-05"})
    assert _terms() == [("Spring", date(2026, 2, 2), date(2026, 6, 5))]

    wrong = fetch(manager, address).form(address).send({"ends_on": "2026-01-01"})
    assert read(wrong, 422).errors == ["The term ends before it begins."]
    fetch(manager, address).form(f"{address}/remove").send()
    assert _terms() == []


def test_days_are_pasted_as_lines(manager: FlaskClient, site: Site) -> None:
    assert _days(manager, site, "2026-12-25 Christmas\n\n 2026-1-1, New Year\n2026-12-24\n") is None
    assert _holidays() == {
        date(2026, 12, 25): "Christmas",
        date(2026, 1, 1): "New Year",
        date(2026, 12, 24): "Holiday",
    }
    page = fetch(manager, f"/sites/{site.id}/year?year=2026")
    assert [row[0] for row in page.rows[1:]] == [
        *("Thursday 1 January", "Thursday 24 December", "Friday 25 December"),
    ]


def test_a_day_that_is_there_already_stays_as_it_is(
    manager: FlaskClient, make: Builder, site: Site
) -> None:
    make.holiday(site=site, name="Closed")
    assert _days(manager, site, "2026-12-25 Christmas\n2026-12-26 Boxing Day") is None
    assert _holidays()[date(2026, 12, 25)] == "Closed"
    told = fetch(manager, f"/sites/{site.id}/year").text
    assert "1 holiday is added. 1 was there already." in told


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("2026-12-25 Christmas\n2026-02-30 Never", "Line 2 is no day: “2026-02-30 Never”."),
        ("Christmas", "Line 1 is no day: “Christmas”."),
        ("9999-01-01 Far", "Line 1 is no day: “9999-01-01 Far”."),
        (" ", "Enter at least one day."),
        ("2026-01-01\n" * 1001, "Enter at most 1000 lines."),
    ],
)
def test_a_line_that_is_no_day_is_refused_and_nothing_is_stored(
    manager: FlaskClient, site: Site, lines: str, sentence: str
) -> None:
    page = _days(manager, site, lines)
    assert page is not None
    assert page.errors == [sentence]
    assert _holidays() == {}


def test_a_holiday_is_changed_and_removed(manager: FlaskClient, make: Builder, site: Site) -> None:
    make.holiday(site=site, day=date(2026, 1, 1), name="New Year")
    address = f"/sites/{site.id}/year/holidays/{make.holiday(site=site).id}"
    twice = fetch(manager, address).form(address).send({"day": "2026-01-01"})
    assert read(twice, 422).errors == ["1 January 2026 is “New Year” already."]

    fetch(manager, address).form(address).send({"day": "2026-12-26", "name": "Boxing Day"})
    assert _holidays()[date(2026, 12, 26)] == "Boxing Day"
    fetch(manager, address).form(f"{address}/remove").send()
    assert list(_holidays()) == [date(2026, 1, 1)]


def test_a_country_s_holidays_are_taken_over_but_for_those_left_out(
    manager: FlaskClient, site: Site
) -> None:
    address = f"/sites/{site.id}/year/country"
    asked = f"{address}?year=2026&country=DE&part=BY"
    form = fetch(manager, asked).form(button="Take these days over")
    days = form.filled.getlist("days")
    assert "2026-06-04" in days, "Corpus Christi is one in Bavaria"

    form.send({"days": [day for day in days if day != "2026-05-01"]})

    assert _holidays()[date(2026, 6, 4)] == "Corpus Christi"
    assert date(2026, 5, 1) not in _holidays()
    assert "2026-06-04" not in fetch(manager, f"{address}?year=2026&country=DE").text


def test_a_country_that_is_not_known_has_no_holidays(manager: FlaskClient, site: Site) -> None:
    address = f"/sites/{site.id}/year/country"
    page = fetch(manager, f"{address}?year=2026&country=Atlantis&part=1")
    assert "No holidays are known" in page.text
    assert days_of("DE", "", 99999) == []
    assert ("DE", "Germany") in countries()
    assert "BY" in parts_of("DE")


def test_the_year_of_another_site_is_not_touched(
    manager: FlaskClient, make: Builder, site: Site
) -> None:
    other = make.site()
    term, holiday = make.term(site=other), make.holiday(site=other)
    assert manager.get(f"/sites/{site.id}/year/terms/{term.id}").status_code == 404
    assert manager.get(f"/sites/{site.id}/year/holidays/{holiday.id}").status_code == 404


def test_a_technician_reads_the_year_and_changes_nothing(
    technician: FlaskClient, make: Builder, site: Site
) -> None:
    make.term(site=site)
    page = fetch(technician, f"/sites/{site.id}/year")
    assert "Spring" in page.text
    assert "Change" not in page.main
    assert "New term" not in page.main
