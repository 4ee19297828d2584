"""The ways from a list's page to its files, as the page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _

from app.exports import queries
from app.exports.lists import LISTS


@dataclass(frozen=True)
class Way:
    """A file that a list goes out as: its kind, and where it is."""

    words: str
    address: str


def ways(name: str, shown: Mapping[str, str]) -> tuple[Way, ...]:
    """The files of a list as it is filtered; COBie comes as a ZIP where there may be buildings."""
    listed = LISTS[name]
    asked = urlencode([(each, shown[each]) for each in listed.filters if shown.get(each)])
    words = {"csv": _("CSV"), "xlsx": _("XLSX"), "json": _("JSON")}
    if listed.rooms_and_units and not {shown.get("use"), shown.get("condition")} & {"retired"}:
        one = shown.get("building") or shown.get("room") or queries.is_one_building()
        words |= {"cobie.xlsx" if one else "cobie.zip": _("COBie")}
    return tuple(
        Way(word, f"{url_for(f'exports.{name}', ending=ending)}{'?' * bool(asked)}{asked}")
        for ending, word in words.items()
        if ending in listed.endings
    )
