"""What a column holds, told by what stands in it, where no name tells it.

Each test is a share of the looked-at cells that are such things; it counts from `SURE` on. Content
never beats a name, and never tells a column whose name says something else (a telephone, a price).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

from app.cells import is_cut
from app.imports.meaning.places.guesses import is_code
from app.imports.meaning.words.equipment import equipment_type_of
from app.imports.meaning.words.values import date_of, meaning
from app.imports.reading.cleaning import plain, spelled
from app.imports.reading.sheets import ImportRefused, Row, Sheet

MOST_COLUMNS = 60  # looked at
SAMPLE = 200  # rows from the top
FEWEST = 5  # cells that say something
SURE = 0.9  # of the cells
NEARLY_ALL = 0.95
SOME = 0.7

MAKERS = frozenset({
    "epson", "nec", "sony", "panasonic", "optoma", "benq", "viewsonic", "barco", "christie",
    "infocus", "hitachi", "casio", "acer", "sharp", "sharp nec", "samsung", "lg", "philips",
    "promethean", "smart", "smart technologies", "newline", "clevertouch", "ctouch", "iiyama",
    "crestron", "extron", "amx", "kramer", "atlona", "biamp", "qsc", "bose", "jbl", "shure",
    "sennheiser", "audio technica", "beyerdynamic", "behringer", "yamaha", "denon", "tascam",
    "wolfvision", "elmo", "lumens", "aver", "avermedia", "logitech", "poly", "polycom", "cisco",
    "yealink", "neat", "jabra", "huddly", "dell", "hp", "hewlett packard", "lenovo", "apple",
    "microsoft", "asus", "fujitsu", "zumtobel", "trilux", "signify", "osram", "daikin",
    "mitsubishi electric", "carrier", "trane", "york", "toshiba", "kidde", "amerex", "ansul",
    "badger", "buckeye", "gloria", "minimax", "jockel", "total", "philips heartstart", "zoll",
    "physio control", "lifepak", "cardiac science", "nihon kohden", "haws", "bradley", "guardian",
    "waldner", "kottermann", "labconco", "siemens", "bosch", "honeywell", "johnson controls",
    "schneider electric", "eaton", "kone", "otis", "schindler", "thyssenkrupp", "grundfos",
})  # fmt: skip
"""Makers of what stands in rooms, as `plain` leaves their names."""

_ELSE = frozenset({
    "phone", "telephone", "tel", "fax", "mail", "email", "url", "link", "web", "user", "username",
    "person", "contact", "owner", "address", "zip", "postcode", "city", "country", "cost", "price",
    "value", "amount", "order", "invoice", "po", "account", "mac", "ip", "host", "hostname", "imei",
    "lat", "lon", "latitude", "longitude", "x", "y", "area", "size", "weight", "width", "height",
    "capacity", "seats", "quantity", "count", "number of", "version", "firmware", "warranty",
    "expiry", "due", "next", "time", "telefon", "preis", "kosten", "benutzer", "adresse", "plz",
    "menge", "anzahl", "prix", "cout", "precio", "coste", "direccion", "電話番号",
})  # fmt: skip
"""Words in the name of a column that say what it holds: nothing of ours."""

_AGENTS = frozenset({
    "abc", "bc", "a", "b", "c", "d", "k", "ac", "abf", "co2", "carbon dioxide", "water", "h2o",
    "foam", "afff", "dry chemical", "dry powder", "powder", "wet chemical", "class d", "class k",
    "halon", "halotron", "clean agent", "purple k", "pk", "purk", "f500", "water mist",
})  # fmt: skip
"""What fire extinguishers hold, and the classes of fire they are for (NFPA 10, EN 3)."""

_NAMELESS = re.compile(r"column \d+", re.IGNORECASE)
_SERIAL = re.compile(r"(?=.*[A-Za-z])(?=.*\d)[A-Za-z0-9][A-Za-z0-9/._-]{5,29}")
_NO_SERIAL = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}|.*@.*|"
    r"(?:\d{1,3}\.){3}\d{1,3}|\d{4}-\d\d-\d\d.*|v?\d+(?:\.\d+)+",
    re.IGNORECASE,
)
_TAG = re.compile(r"(?:[A-Za-z]{1,5}[-_ ]?)?\d{3,9}")
_ROOM = re.compile(r"[A-Za-z]{1,4}\d?[-. ]?\d{2,4}(?:[.-]\d{2,3})?[a-z]?")
_FLOOR = re.compile(
    r"\d{1,2}(?:st|nd|rd|th|er|e|ème)?\.? ?"
    r"(?:floor|fl|level|og|ug|etage|étage|stock|planta|階)?|"
    r"eg|ug|og|kg|dg|rdc|gf|lg|b\d|l\d|r\+\d|-\d|"
    r"(?:ground|first|second|third|fourth|top|lower|upper)(?: (?:floor|level))?|"
    r"basement|erdgeschoss|keller|untergeschoss|dachgeschoss|"
    r"rez-de-chaussée|sous-sol|planta baja|sótano|地下\d?階?",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r".*\b(?:building|bldg|hall|tower|house|block|cent(?:er|re)|library|campus|gebäude|haus|bau|"
    r"bâtiment|pavillon|immeuble|edificio|pabellón|torre)\b.*|.*(?:haus|bau|gebäude|館|棟|校舎)",
    re.IGNORECASE,
)

Test = Callable[[Sequence[str]], float]


def told_by_content(
    sheet: Sheet, free: Collection[int], fields: Collection[str], makers: Collection[str] = ()
) -> Iterator[tuple[str, int, float]]:
    """Fields of those, each with the free column that holds it for sure, and the share of cells.

    The surest first; `makers` are names known here. One column may be told for several fields.
    """
    known = MAKERS | {plain(each) for each in makers}
    rows = sheet.rows[:SAMPLE]
    tests: dict[str, Test] = {
        **_TESTS,
        "maker": lambda texts: _share(texts, lambda text: plain(text) in known),
    }
    found: list[tuple[str, int, float]] = []
    for index in sorted(free)[:MOST_COLUMNS]:
        texts = sample(rows, sheet.header, index)
        possible = _possible(sheet.header[index], fields) if len(texts) >= FEWEST else ()
        shares = ((field, index, tests[field](texts)) for field in possible)
        found += [each for each in shares if each[2] >= SURE]
    order = list(tests)
    yield from sorted(found, key=lambda each: (order.index(each[0]), -each[2], each[1]))


def _possible(name: str, fields: Collection[str]) -> Iterator[str]:
    """The fields that a column of that name may hold."""
    if set(plain(name).split()) & _ELSE:
        return
    is_nameless = _NAMELESS.fullmatch(name) is not None
    for field in fields:
        if field in _TESTS and (is_nameless or field not in _OF_NAMELESS):
            yield field


def sample(rows: Sequence[Row], header: Sequence[str], index: int) -> list[str]:
    """What the cells of a column say, without those that say nothing."""
    return [text for row in rows if (text := meaning(row.cell(index), header[index]))]


def are_extinguishers(texts: Sequence[str]) -> bool:
    """Whether the texts are what fire extinguishers hold: a list writes it as their type."""
    agents = [text for text in texts if plain(text) in _AGENTS]
    surest = {plain(text) for text in agents} & {"abc", "co2", "dry chemical", "halon"}
    return len(agents) >= max(FEWEST, SURE * len(texts)) and bool(surest)


def are_places(texts: Sequence[str]) -> bool:
    """Whether the texts are codes of building and room in one, such as ARC112; many of them."""
    different = set(texts)
    if len(different) < FEWEST:
        return False
    return sum(map(is_code, different)) >= SOME * len(different)


def are_cut(texts: Sequence[str]) -> bool:
    """Whether a spreadsheet has cut most of the numbers that these cells, as they stand, say."""
    told = [text for text in texts if text]
    return bool(told) and _share(told, is_cut) > 1 / 2


def _share(texts: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(bool(test(text)) for text in texts) / len(texts)


def _differing(texts: Sequence[str]) -> float:
    return len({spelled(text) for text in texts}) / len(texts)


def _serials(texts: Sequence[str]) -> float:
    """Letters and digits mixed, rather long, nearly all different."""
    if _differing(texts) < NEARLY_ALL:
        return 0.0
    return _share(texts, lambda text: _SERIAL.fullmatch(text) and not _NO_SERIAL.fullmatch(text))


def _tags(texts: Sequence[str]) -> float:
    """Short, all different, one pattern; no count of the rows."""
    shapes = Counter(re.sub(r"\d", "0", re.sub(r"[A-Za-z]", "A", text)) for text in texts)
    if _differing(texts) < 1 or not all(map(_TAG.fullmatch, texts)) or _counts(texts):
        return 0.0
    return max(shapes.values()) / len(texts)


def _counts(texts: Sequence[str]) -> bool:
    """Whether the texts number the rows: 1, 2, 3, or 101, 102, 103."""
    if not all(text.isdecimal() for text in texts):
        return False
    return len(texts[0]) < 5 or int(texts[0]) < 2


def _dates(texts: Sequence[str]) -> float:
    return _share(texts, _is_date) if not all(text.isdecimal() for text in texts) else 0.0


def _is_date(text: str) -> bool:
    try:
        return date_of(text, "dmy") is not None
    except ImportRefused:
        return False


def _types(texts: Sequence[str]) -> float:
    return _share(texts, equipment_type_of)


def _letters(texts: Sequence[str]) -> float:
    """Criticality letters, more than one of them."""
    letters = {text.upper() for text in texts}
    return float(len(letters) > 1 and letters <= set("ABCS") and "A" in letters)


def _floors(texts: Sequence[str]) -> float:
    """Labels of floors; numbers alone may be anything."""
    if _share(texts, str.isdecimal) > SOME or _differing(texts) > 1 / 2:
        return 0.0
    return _share(texts, _FLOOR.fullmatch)


def _rooms(texts: Sequence[str]) -> float:
    return _share(texts, _ROOM.fullmatch)


def _houses(texts: Sequence[str]) -> float:
    """Few different names, with words for buildings in them."""
    if _differing(texts) > 1 / 2:
        return 0.0
    return _share(texts, _HOUSE.fullmatch)


_OF_NAMELESS = frozenset({"installed_on"})  # a date under another name is another date

_TESTS: dict[str, Test] = {
    "maker": lambda _texts: 0.0,
    "equipment_type": _types,
    "criticality": _letters,
    "floor": _floors,
    "building": _houses,
    "asset_tag": _tags,
    "serial_number": _serials,
    "room": _rooms,
    "installed_on": _dates,
}
"""The surest tests first: a column is told once."""
