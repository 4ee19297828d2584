"""The sheets of COBie with their columns, in their order, and the words that some columns take.

From the template of COBie US 2.4 (the National Institute of Building Sciences), kept in
`columns.json`. Tables of classes, which are others' work, are left out of the pick lists.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from itertools import zip_longest
from pathlib import Path

KNOWN = Path(__file__).with_name("columns.json")
PICK_LISTS = "PickLists"


@cache
def _known() -> Mapping[str, Mapping[str, list[str]]]:
    known: Mapping[str, Mapping[str, list[str]]] = json.loads(KNOWN.read_text(encoding="utf-8"))
    return known


def sheets() -> Mapping[str, tuple[str, ...]]:
    """The columns of each sheet."""
    columns = {name: tuple(each) for name, each in _known()["sheets"].items()}
    return columns | {PICK_LISTS: tuple(_known()["pick_lists"])}


def pick_lists() -> list[tuple[str | None, ...]]:
    """The rows of the sheet of pick lists."""
    return list(zip_longest(*_known()["pick_lists"].values()))
