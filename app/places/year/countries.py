"""The holidays of countries, as the package `holidays` knows them; brought by no network."""

from datetime import date

import holidays
from flask_babel import get_locale

EARLIEST, LATEST = 1970, 2199


def countries() -> list[tuple[str, str]]:
    """The codes of all known countries (ISO 3166) with their names in the page's language."""
    codes = holidays.list_supported_countries(include_aliases=False)
    return sorted(((code, _name(code)) for code in codes), key=lambda each: each[1])


def parts_of(country: str) -> list[str]:
    """The codes of a country's states or regions that have holidays of their own."""
    return list(holidays.list_supported_countries(include_aliases=False).get(country, []))


def days_of(country: str, part: str, year: int) -> list[tuple[date, str]]:
    """The country's holidays of the year, or those of a part of it; none where it is not known."""
    known = country in holidays.list_supported_countries(include_aliases=False)
    if not known or not EARLIEST <= year <= LATEST:
        return []
    region = part if part in parts_of(country) else None
    found = holidays.country_holidays(country, subdiv=region, years=year, language=_language())
    return sorted((day, name) for day, name in found.items())


def _name(code: str) -> str:
    locale = get_locale()
    return str(locale.territories.get(code, code)) if locale else code


def _language() -> str:
    """The page's language as the package calls it; a country without it answers in English."""
    locale = get_locale()
    return "en_US" if locale is None or locale.language == "en" else str(locale.language)
