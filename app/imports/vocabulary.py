"""The words by which lists made elsewhere name our fields, best first.

Written as `plain` leaves them: lower case, no accents, no signs. English, German, French, Spanish;
plus the column names of COBie.
"""

from __future__ import annotations

PLACE_FIELDS = ("site", "building", "floor", "room")
ROOM_FIELDS = (*PLACE_FIELDS, "description", "criticality", "external_id")
EQUIPMENT_FIELDS = (
    *PLACE_FIELDS,
    "equipment_type",
    "maker",
    "model_number",
    "name",
    "asset_tag",
    "serial_number",
    "installed_on",
    "external_id",
)
FIELDS = {"rooms": ROOM_FIELDS, "equipment": EQUIPMENT_FIELDS}

_PLACES: dict[str, tuple[str, ...]] = {
    "site": (
        "site", "site name", "campus", "property", "standort", "liegenschaft", "gelande",
        "emplacement du site", "sitio", "sede", "recinto", "plantel",
    ),
    "building": (
        "building", "building name", "building code", "bldg", "facility", "facility name", "block",
        "gebaude", "gebaudename", "haus", "bau", "batiment", "immeuble", "edificio", "pabellon",
        "bloque",
    ),
    "floor": (
        "floor", "floor name", "floor number", "storey", "story", "level", "fl", "etage",
        "geschoss", "stockwerk", "ebene", "niveau", "planta", "piso", "nivel",
    ),
    "room": (
        "room", "room number", "room no", "room nr", "room tag", "raum", "raumnummer", "raum nr",
        "zimmer", "zimmernummer", "salle", "numero de salle", "numero de la salle", "local",
        "piece", "sala", "aula", "numero de sala", "habitacion", "space", "space name", "room name",
        "raumname", "raumbezeichnung", "nom de la salle", "nom de salle", "nombre de la sala",
        "venue", "location", "location name", "ort", "lieu", "nom de l emplacement", "emplacement",
        "ubicacion", "door",
    ),
}  # fmt: skip

_ROOMS: dict[str, tuple[str, ...]] = {
    **_PLACES,
    "room": (*_PLACES["room"], "name", "nom", "nombre", "bezeichnung"),
    "description": (
        "description", "desc", "room description", "beschreibung", "raumbezeichnung", "descripcion",
        "room name", "raumname", "nom de la salle", "nom de salle", "nombre de la sala", "purpose",
        "use", "nutzung", "usage", "uso", "remarks", "notes",
    ),
    "criticality": (
        "criticality", "criticality class", "importance", "priority", "kritikalitat",
        "wichtigkeit", "prioritat", "criticite", "priorite", "criticidad", "prioridad",
    ),
    "external_id": (
        "external id", "external identifier", "ext identifier", "code", "room code", "id",
        "room id", "space id", "uid", "guid", "key", "kennung", "schlussel", "raum id", "identifiant",
        "code salle", "identificador", "codigo", "clave",
    ),
}  # fmt: skip

_EQUIPMENT: dict[str, tuple[str, ...]] = {
    **_PLACES,
    "equipment_type": (
        "equipment type", "asset type", "device type", "type of equipment", "type name", "type",
        "kind", "category", "asset category", "device", "equipment class", "geratetyp", "gerateart",
        "anlagentyp", "art", "kategorie", "type d equipement", "type d appareil", "categorie",
        "tipo de equipo", "tipo", "categoria",
    ),
    "maker": (
        "maker", "manufacturer", "make", "brand", "mfr", "oem", "hersteller", "marke", "fabricant",
        "marque", "constructeur", "fabricante", "marca",
    ),
    "model_number": (
        "model number", "model no", "model nr", "model", "modell", "modellnummer", "modell nr",
        "modele", "numero de modele", "modelo", "numero de modelo", "model name", "part number",
    ),
    "name": (
        "name", "equipment name", "asset name", "item name", "equipment", "asset", "item", "title",
        "description", "bezeichnung", "gerat", "geratename", "nom", "nom de l equipement",
        "equipement", "designation", "nombre", "equipo", "nombre del equipo",
    ),
    "asset_tag": (
        "asset tag", "asset number", "asset no", "asset identifier", "inventory number",
        "inventory no", "inventory tag", "tag number", "property number", "bar code", "barcode",
        "inventarnummer", "inventar nr", "anlagennummer", "numero d inventaire", "code barres",
        "code a barres", "numero de inventario", "codigo de barras", "etiqueta",
    ),
    "serial_number": (
        "serial number", "serial", "serial no", "serial nr", "sn", "s n", "seriennummer",
        "serien nr", "seriennr", "numero de serie", "no de serie", "n de serie", "num serie",
    ),
    "installed_on": (
        "installed on", "installation date", "install date", "date installed", "installed",
        "commissioned on", "in service since", "installationsdatum", "einbaudatum",
        "inbetriebnahme", "date d installation", "mise en service", "fecha de instalacion",
        "purchase date", "date of purchase", "kaufdatum", "date d achat", "fecha de compra",
    ),
    "external_id": (
        "external id", "external identifier", "ext identifier", "id", "equipment id", "asset id",
        "code", "uid", "guid", "key", "kennung", "identifiant", "identificador", "codigo",
        "location number",
    ),
}  # fmt: skip

WORDS = {"rooms": _ROOMS, "equipment": _EQUIPMENT}

# A list with one of these columns is a list of equipment.
TELLING = ("serial_number", "asset_tag", "maker", "model_number", "equipment_type")

KNOWN = frozenset(
    word
    for table in WORDS.values()
    for name, words in table.items()
    for word in (name.replace("_", " "), *words)
)
