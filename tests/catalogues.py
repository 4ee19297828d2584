"""All texts of the program, gathered, and "translated" by a rule into a language of the tests'."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

from app.configuration import ROOT

KEYWORDS = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
METHODS = [("app/**.py", "python"), ("tags/**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"newstyle_gettext": "true", "encoding": "utf-8"}}


@cache
def texts() -> tuple[str | tuple[str, ...], ...]:
    """Every text that goes through gettext; of those with a number, singular and plural."""
    found = extract_from_dir(str(ROOT), METHODS, OPTIONS, KEYWORDS)
    return tuple(words[:2] if isinstance(words, tuple) else words for _f, _l, words, *_ in found)


def translate(folder: Path, locale: str, said: Callable[[str], str]) -> Path:
    """Write the catalogue in which each text is what the rule makes of it; gives the folder."""
    catalog = Catalog(locale=locale)
    for words in texts():
        both = isinstance(words, tuple)
        plural = [said(words[1])] * (catalog.num_plurals - 1) if both else []
        catalog.add(words, (said(words[0]), *plural) if both else said(str(words)))
    target = folder / locale / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    packed = BytesIO()
    write_mo(packed, catalog)
    target.write_bytes(packed.getvalue())
    return folder
