"""The words by which lists of planned and of past work name our fields; places are `vocabulary`'s.

Written as `plain` leaves them, in groups as there: what means the field, what means it where
nothing better is there, and what to take as a last resort. English, German, French, Spanish.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

Groups = tuple[tuple[str, ...], ...]

UNIT_FIELDS = ("unit_id", "asset_tag", "serial_number", "unit_name")
"""What may tell which unit the work was on, or is for."""

JOB_FIELDS = (
    "job",
    "every",
    "period",
    "days",
    "based_on",
    "ends_on",
    "minutes",
    "hours",
    "description",
    *UNIT_FIELDS,
    "equipment_type",
    "maker",
    "model_number",
)
HISTORY_FIELDS = (
    "done_on",
    "started_on",
    "planned_on",
    "result",
    "words",
    "notes",
    "who",
    "work_kind",
    *UNIT_FIELDS,
    "readings",
    "external_id",
    "external_source",
)

_UNIT: dict[str, Groups] = {
    "unit_id": (
        ("asset id", "equipment id", "unit id", "equipment no", "equipmentnummer", "gerate id",
         "anlagen id", "id equipement", "id de l equipement", "id equipo", "id del equipo"),
    ),
    "asset_tag": (
        ("asset tag", "asset number", "asset no", "inventory number", "inventory no",
         "inventarnummer", "inventar nr", "anlagennummer", "numero d inventaire",
         "numero de inventario"),
        ("tag number", "bar code", "barcode", "code barres", "codigo de barras"),
    ),
    "serial_number": (
        ("serial number", "serial", "serial no", "serial nr", "sn", "seriennummer", "seriennr",
         "numero de serie", "no de serie", "n de serie"),
    ),
    "unit_name": (
        ("asset name", "equipment name", "unit name", "asset", "equipment", "unit", "gerat",
         "gerat name", "geratename", "anlage", "equipement", "nom de l equipement", "actif",
         "nom de l actif", "equipo", "nombre del equipo", "activo"),
        ("machine", "maschine", "maquina"),
    ),
}  # fmt: skip

JOBS: dict[str, Groups] = {
    **_UNIT,
    "job": (
        ("job", "task", "what", "activity", "job name", "task name", "maintenance task",
         "job plan", "pm name", "aufgabe", "tatigkeit", "arbeit", "was", "massnahme", "tache",
         "travail", "quoi", "tarea", "trabajo", "que"),
        ("name", "nom", "nombre", "bezeichnung", "title", "titel", "titre", "titulo"),
    ),
    "every": (
        ("every", "frequency", "how often", "interval", "cycle", "haufigkeit", "wie oft",
         "intervall", "turnus", "zyklus", "rhythmus", "frequence", "intervalle", "periodicite",
         "frecuencia", "intervalo", "periodicidad", "cada", "rrule", "recurrence rule"),
    ),
    "period": (
        ("recurrence type", "frequency unit", "frequency type", "interval unit", "recurrence",
         "art der wiederholung", "wiederholungstyp", "wiederholung", "einheit des intervalls",
         "type de recurrence", "unite de frequence", "tipo de recurrencia",
         "unidad de frecuencia"),
    ),
    "days": (
        ("days of week", "days of the week", "weekdays", "days", "wochentage", "jours",
         "jours de la semaine", "dias", "dias de la semana"),
    ),
    "based_on": (
        ("recurrence based on", "based on", "schedule type", "basiert auf", "basee sur",
         "recurrence basee sur", "basado en", "recurrencia basada en"),
    ),
    "ends_on": (
        ("ends on", "end date", "until", "endet am", "bis", "se termine le", "date de fin",
         "termina el", "fecha de fin"),
    ),
    "minutes": (
        ("minutes", "min", "minuten", "minutos", "duration minutes", "estimated minutes",
         "dauer minuten", "dauer in minuten", "duree en minutes", "duracion en minutos"),
        ("duration", "how long", "estimated duration", "dauer", "duree", "duracion"),
    ),
    "hours": (
        ("hours", "estimated hours", "duration hours", "stunden", "dauer stunden",
         "geschatzte stunden", "heures", "heures estimees", "horas", "horas estimadas"),
    ),
    "description": (
        ("description", "instructions", "beschreibung", "anleitung", "consignes", "descripcion",
         "instrucciones"),
        ("notes", "remarks", "bemerkung", "remarques", "notas"),
    ),
    "equipment_type": (
        ("equipment type", "type", "asset type", "geratetyp", "typ", "gerateart",
         "type d equipement", "tipo", "tipo de equipo"),
        ("equipment category", "asset category"),
    ),
    "maker": (
        ("maker", "manufacturer", "hersteller", "fabricant", "fabricante", "brand", "marke",
         "marque", "marca"),
    ),
    "model_number": (
        ("model number", "model", "model no", "modell", "modele", "modelo", "modellnummer"),
    ),
}  # fmt: skip

HISTORY: dict[str, Groups] = {
    **_UNIT,
    "done_on": (
        ("done on", "date done", "completed on", "completed", "completed at", "completion date",
         "date completed", "actual finish", "actual finish date", "actual end date", "finished on",
         "finished", "closed on", "checked on", "date checked", "inspected on", "inspection date",
         "date of inspection", "performed on", "erledigt am", "abgeschlossen am", "gepruft am",
         "prufdatum", "durchgefuhrt am", "ausgefuhrt am", "fait le", "termine le",
         "date d achevement", "date de realisation", "date d inspection", "date du controle",
         "controle le", "realise le", "hecho el", "terminado el", "completado el",
         "fecha de finalizacion", "fecha de inspeccion", "fecha de revision", "realizado el"),
        ("date", "datum", "fecha", "last inspection", "last checked", "last service date"),
    ),
    "started_on": (
        ("started on", "actual start", "actual start date", "act start date",
         "start date", "begonnen am", "begin", "startdatum", "istbeginn", "commence le",
         "date de debut", "debut reel", "empezado el", "fecha de inicio", "inicio real"),
    ),
    "planned_on": (
        ("planned on", "basic start", "basic start date", "work order basic start date",
         "scheduled on", "scheduled start", "scheduled date", "planned date", "planned start",
         "due date", "geplant am", "eckstart", "ecktermin", "starttermin", "faellig am",
         "fallig am", "date prevue", "prevu le", "date planifiee", "fecha prevista",
         "previsto el", "fecha planificada"),
        ("created on", "created at", "date created", "reported on", "opened on", "erstellt am",
         "gemeldet am", "cree le", "creado el"),
    ),
    "result": (
        ("result", "outcome", "pass fail", "inspection result", "check result", "ergebnis",
         "befund", "prufergebnis", "resultat", "resultado"),
        ("status", "state", "zustand", "etat", "statut", "estado"),
    ),
    "words": (
        ("short text", "summary", "work done", "text", "description of work", "kurztext",
         "was getan wurde", "resume", "texte court", "travail effectue", "texto breve",
         "trabajo realizado", "resumen"),
        ("description", "title", "subject", "beschreibung", "titel", "betreff", "titre", "objet",
         "descripcion", "titulo", "asunto", "problem", "fault"),
        ("name", "work order", "task", "job"),
    ),
    "notes": (
        ("notes", "note", "long text", "comment", "comments", "remarks", "findings", "feedback",
         "langtext", "bemerkung", "bemerkungen", "kommentar", "notiz", "remarques", "commentaire",
         "commentaires", "texte long", "notas", "comentario", "comentarios", "observaciones"),
    ),
    "who": (
        ("who", "done by", "completed by", "checked by", "inspected by", "performed by",
         "technician", "inspector", "erledigt von", "gepruft von", "prufer", "techniker",
         "fait par", "controle par", "technicien", "realise par", "hecho por", "tecnico",
         "realizado por"),
        ("assigned to", "primary worker", "work centre", "work center", "zugewiesen an",
         "arbeitsplatz", "assigne a", "asignado a"),
    ),
    "work_kind": (
        ("kind", "kind of work", "work type", "wo type", "order type", "work order type",
         "maintenance type", "auftragsart", "art der arbeit", "arbeitsart", "type de travail",
         "type d ordre", "tipo de trabajo", "tipo de orden", "clase"),
        ("type", "category", "art", "typ", "kategorie", "categorie", "tipo", "categoria"),
    ),
    "readings": (
        ("readings", "reading", "messwert", "messwerte", "ablesung", "releve", "mesure",
         "lectura", "medicion"),
    ),
    "external_id": (
        ("external id", "work order number", "work order no", "work order id", "wo number",
         "wo no", "wo id", "order number", "auftragsnummer", "auftrag", "auftrag nr",
         "numero d ordre", "numero de l ordre", "numero de bon", "numero de orden",
         "orden de trabajo", "check id", "inspection id", "ticket", "ticket number"),
        ("id", "number", "nummer", "numero", "code", "uid", "guid"),
        ("po number", "ponumber"),
    ),
    "external_source": (("source of the id", "source of external id"),),
}  # fmt: skip

JOBS_TELL = frozenset({"every", "period", "days", "based_on"})
"""Fields that only a list of planned work has."""

HISTORY_TELLS = frozenset({"done_on", "started_on", "planned_on"})
HISTORY_TELLS_BESIDE = frozenset({"result", "words", "notes", "who", "work_kind", "external_id"})


def kind_told(jobs: Collection[str], history: Collection[str]) -> Literal["jobs", "history"] | None:
    """Which list of work a header tells of, by the fields known for sure as one and as the other.

    "jobs" where it says how often; "history" where it says when, and what came of it; else None.
    """
    if "job" in jobs and JOBS_TELL & set(jobs):
        return "jobs"
    found = set(history)
    if found & HISTORY_TELLS and len(found & HISTORY_TELLS_BESIDE) > 1:
        return "history"
    return None
