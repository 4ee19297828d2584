"""The words by which lists say how a thing is: whether it works, whether it is still there."""

from __future__ import annotations

from typing import Literal

from app.imports.reading.cleaning import plain

Condition = Literal["up", "degraded", "down"]

# Words as `plain` leaves them; among them those of Snipe-IT and Atlas CMMS.
_CONDITIONS: dict[Condition, tuple[str, ...]] = {
    "up": (
        "up", "ok", "okay", "operational", "working", "works", "in service", "in use", "active",
        "running", "functional", "good", "deployed", "deployable", "ready to deploy", "ready",
        "available", "standby", "stand by", "operationnel", "operationnelle", "en service",
        "en marche", "fonctionne", "fonctionnel", "bon etat", "en veille", "disponible",
        "in betrieb", "betriebsbereit", "funktioniert", "in ordnung", "einsatzbereit", "aktiv",
        "operativo", "operativa", "en servicio", "en funcionamiento", "funciona", "activo",
    ),
    "degraded": (
        "degraded", "limited", "partly working", "partially working", "impaired", "poor",
        "degrade", "mode degrade", "eingeschrankt", "bedingt einsatzbereit", "limitado",
        "degradado",
    ),
    "down": (
        "down", "broken", "out of order", "out of service", "defective", "defect", "faulty",
        "failed", "not working", "inoperative", "undeployable", "not deployable", "out for repair",
        "in repair", "under repair", "needs repair", "emergency shutdown", "en panne",
        "hors service", "en reparation", "defectueux", "arret d urgence", "defekt", "kaputt",
        "ausser betrieb", "gestort", "in reparatur", "averiado", "fuera de servicio",
        "en reparacion", "no funciona",
    ),
}  # fmt: skip
_CONDITION = {word: condition for condition, words in _CONDITIONS.items() for word in words}

_GONE = frozenset({
    "archived", "retired", "decommissioned", "lost", "stolen", "lost stolen", "lost or stolen",
    "missing", "disposed", "disposed of", "scrapped", "sold", "donated", "written off", "recycled",
    "removed", "archive", "archivee", "reforme", "reformee", "mis au rebut", "perdu", "vole",
    "vendu", "archiviert", "ausgemustert", "ausgesondert", "entsorgt", "verschrottet",
    "stillgelegt", "verloren", "gestohlen", "verkauft", "archivado", "retirado", "desechado",
    "perdido", "robado", "vendido", "dado de baja", "de baja", "baja",
})  # fmt: skip
_YES = frozenset(
    {"yes", "y", "true", "1", "x", "oui", "vrai", "ja", "j", "wahr", "si", "verdadero"}
)


def condition_of(text: str) -> Condition | None:
    """How a thing is, by a word for it; None for a word that does not say so."""
    return _CONDITION.get(plain(text))


def is_gone(text: str) -> bool:
    """Whether a word for the state of a thing says that it is out of use for good."""
    return plain(text) in _GONE


def says_yes(text: str) -> bool:
    """Whether a cell such as "Archived" says yes, or a word for being out of use."""
    return plain(text) in _YES or is_gone(text)
