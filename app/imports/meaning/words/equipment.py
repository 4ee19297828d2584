"""The words by which people call the equipment types; the type, or None, for a text."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz, process

from app.imports.reading.cleaning import plain

NEAR = 88
NEAR_LETTERS = 6

# Words as `plain` leaves them. In German and English the last word says what a thing is
# ("projector screen" is a screen), in French and Spanish the first: so two tables.
_HEAD_LAST: dict[str, tuple[str, ...]] = {
    "projector": (
        "projector", "beamer", "video projector", "data projector", "lcd projector", "projektor",
        "videoprojektor", "digital projector",
    ),
    "flat_panel_display": (
        "flat panel display", "flat panel", "interactive display", "interactive panel", "display",
        "monitor", "tv", "television", "smart board", "smartboard", "interactive whiteboard",
        "touch display", "bildschirm", "flachbildschirm", "fernseher", "digital signage",
    ),
    "audio_system": (
        "audio system", "sound system", "microphone", "microphones", "wireless microphone",
        "loudspeaker", "loudspeakers", "speaker", "speakers", "amplifier", "pa system", "mikrofon",
        "lautsprecher", "verstarker", "audioanlage", "tonanlage", "hearing loop",
    ),
    "control_system": (
        "control system", "touch panel", "control panel av", "room control", "av control",
        "mediensteuerung", "raumsteuerung", "crestron", "extron control",
    ),
    "document_camera": (
        "document camera", "doc cam", "doccam", "document cam", "visualizer", "visualiser",
        "dokumentenkamera",
    ),
    "video_conferencing": (
        "video conferencing", "video conference", "videoconferencing", "video conference system",
        "video conferencing system", "conference camera", "teams room", "zoom room", "webcam",
        "videokonferenz", "videokonferenzanlage", "video bar",
    ),
    "lectern_pc": (
        "lectern pc", "lectern computer", "podium pc", "podium computer", "classroom pc",
        "classroom computer", "room pc", "teaching pc", "dozenten pc", "pult pc", "horsaal pc",
    ),
    "lighting": (
        "lighting", "light", "lights", "lamp", "luminaire", "luminaires", "light fixture",
        "lighting fixture", "emergency light", "emergency lighting", "exit sign", "beleuchtung",
        "leuchte", "notbeleuchtung", "notleuchte",
    ),
    "hvac_room_unit": (
        "hvac room unit", "hvac", "hvac unit", "air conditioner", "air conditioning", "ac unit",
        "a c unit", "split unit", "fan coil", "fan coil unit", "radiator", "klimaanlage",
        "klimagerat", "heizkorper", "hvac system", "hvac systems",
    ),
    "fire_extinguisher": (
        "fire extinguisher", "extinguisher", "portable extinguisher", "co2 extinguisher",
        "abc extinguisher", "feuerloscher", "handfeuerloscher",
    ),
    "aed": (
        "aed", "defibrillator", "automated external defibrillator", "defi",
        "automatic external defibrillator",
    ),
    "eyewash_shower": (
        "eyewash shower", "eyewash", "eye wash", "emergency eyewash", "emergency shower",
        "safety shower", "eyewash station", "eye wash station", "augendusche", "notdusche",
        "korperdusche",
    ),
    "fume_hood": (
        "fume hood", "fume cupboard", "lab hood", "chemical hood", "abzug", "laborabzug",
        "digestorium",
    ),
}  # fmt: skip

_HEAD_FIRST: dict[str, tuple[str, ...]] = {
    "projector": ("projecteur", "videoprojecteur", "proyector", "videoproyector", "canon"),
    "flat_panel_display": ("ecran plat", "ecran interactif", "televiseur", "pantalla plana",
                           "pantalla interactiva", "televisor"),
    "audio_system": ("haut parleur", "systeme audio", "amplificateur", "altavoz", "altavoces",
                     "microfono", "sistema de sonido"),
    "control_system": ("systeme de commande", "sistema de control"),
    "document_camera": ("camera de documents", "visualiseur", "camara de documentos"),
    "video_conferencing": ("visioconference", "videoconferencia"),
    "lectern_pc": ("pc du pupitre", "ordinateur de salle", "pc del atril"),
    "lighting": ("eclairage", "luminaires", "eclairage de secours", "iluminacion", "luminaria"),
    "hvac_room_unit": ("climatiseur", "climatisation", "radiateur", "aire acondicionado",
                       "climatizador", "radiador"),
    "fire_extinguisher": ("extincteur", "extintor"),
    "aed": ("defibrillateur", "dae", "desfibrilador", "dea"),
    "eyewash_shower": ("douche de securite", "lave yeux", "rince oeil", "lavaojos",
                       "ducha de emergencia"),
    "fume_hood": ("sorbonne", "hotte chimique", "campana de gases", "vitrina de gases"),
}  # fmt: skip

_LAST = {word: slug for slug, words in _HEAD_LAST.items() for word in words}
_FIRST = {word: slug for slug, words in _HEAD_FIRST.items() for word in words}
_ALL = {**_LAST, **_FIRST, **{slug.replace("_", " "): slug for slug in _HEAD_LAST}}

TYPES = tuple(_HEAD_LAST)

# Too general at the end of other words: a "projector lamp" is no lighting.
_ALONE = {"lamp", "light", "lights", "display", "monitor", "speaker", "speakers"}

# What follows the word and only tells one from another: "Light Fixture Type A", "Beamer 2".
_TELLING_APART = re.compile(r"(?: (?:type|typ|no|nr|number|model)? ?(?:[a-z]|\d+))+$")


@lru_cache(maxsize=4096)
def equipment_type_of(text: str) -> str | None:
    """The slug of the equipment type that a text names, or None if it names none for sure.

    In order: the very word; the word the text ends with (English, German) or begins with (French,
    Spanish); a near spelling. A "projector screen" or a "fire extinguisher cabinet" is neither.
    """
    words = plain(text)
    bare = _TELLING_APART.sub("", words)
    for each in (words, bare, _singular(bare)):
        if each in _ALL:
            return _ALL[each]
    return _by_head(_singular(bare)) or _near(bare)


def _singular(words: str) -> str:
    return words[:-1] if words.endswith("s") and not words.endswith("ss") else words


def _by_head(words: str) -> str | None:
    parts = words.split()
    for start in range(1, len(parts)):
        tail, head = " ".join(parts[start:]), " ".join(parts[:-start])
        if tail in _LAST and tail not in _ALONE:
            return _LAST[tail]
        if head in _FIRST:
            return _FIRST[head]
    return None


def _near(words: str) -> str | None:
    if len(words) < NEAR_LETTERS:
        return None
    found = process.extractOne(words, _ALL.keys(), scorer=fuzz.ratio, score_cutoff=NEAR)
    return _ALL[found[0]] if found else None
