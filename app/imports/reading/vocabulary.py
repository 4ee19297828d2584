"""The words by which lists made elsewhere name our fields.

For each field three groups: words that mean it, words that mean it where nothing better is there,
and words to take as a last resort. Written as `plain` leaves them: lower case, no accents, no
signs. English, German, French, Spanish; plus the column names of COBie.
"""

from __future__ import annotations

from app.imports.reading.work_words import HISTORY, HISTORY_FIELDS, JOB_FIELDS, JOBS

PLACE_FIELDS = ("site", "building", "floor", "room", "location")
KEY_FIELDS = ("external_id", "external_source", "retired_on")
ROOM_FIELDS = (*PLACE_FIELDS, "parent", "description", "criticality", *KEY_FIELDS)
EQUIPMENT_FIELDS = (
    *PLACE_FIELDS,
    "equipment_type",
    "maker",
    "model_number",
    "name",
    "asset_tag",
    "serial_number",
    "installed_on",
    "note",
    "vendor",
    "purchased_on",
    "warranty_until",
    "condition",
    "archived",
    *KEY_FIELDS,
)
VENDOR_FIELDS = (
    *("vendor", "email", "phone", "address", "hours", "contract", "contract_until", "note"),
)
SPARE_FIELDS = (
    *("spare", "equipment_type", "maker", "model_number", "part_number", "set_number"),
    *("category", "vendor", "note"),
)
STOCK_FIELDS = (
    *("site", "spare", "equipment_type", "maker", "model_number", "part_number"),
    *("place", "count", "minimum"),
)
FIELDS = {
    "rooms": ROOM_FIELDS,
    "equipment": EQUIPMENT_FIELDS,
    "jobs": (*PLACE_FIELDS, *JOB_FIELDS),
    "history": (*PLACE_FIELDS, *HISTORY_FIELDS),
    "vendors": VENDOR_FIELDS,
    "spares": SPARE_FIELDS,
    "stock": STOCK_FIELDS,
}

LOCATION = frozenset(
    ("place", "location", "location name", "location code", "ort", "lieu", "emplacement",
     "nom de l emplacement", "ubicacion", "lugar")
)  # fmt: skip
"""Names of columns that may hold building, floor and room in one text."""

Groups = tuple[tuple[str, ...], ...]

_PLACES: dict[str, Groups] = {
    "site": (
        ("site", "site name", "campus", "standort", "liegenschaft", "sitio", "sede", "recinto"),
        ("property", "gelande", "plantel"),
    ),
    "building": (
        ("building", "building name", "bldg", "facility", "gebaude", "gebaudename", "batiment",
         "immeuble", "edificio", "建物", "建物名", "施設名", "施設名称"),
        ("building code", "facility name", "block", "haus", "bau", "pabellon", "bloque", "名称"),
        (),
        ("sheet",),
    ),
    "floor": (
        ("floor", "floor name", "storey", "story", "etage", "geschoss", "stockwerk", "planta",
         "piso"),
        ("floor number", "level", "fl", "ebene", "niveau", "nivel", "階", "階数", "フロア"),
        ("方書",),  # of an address in Japan: the part of the house, and its storey
    ),
    "room": (
        ("room", "room number", "room no", "room nr", "room tag", "raum", "raumnummer", "raum nr",
         "zimmer", "zimmernummer", "salle", "numero de salle", "numero de la salle", "sala", "aula",
         "numero de sala", "部屋", "部屋番号", "設置位置", "設置場所", "設置箇所"),
        ("room name", "space", "space name", "venue", "local", "piece", "habitacion", "raumname",
         "nom de la salle", "nom de salle", "nombre de la sala", "location", "location name", "ort",
         "lieu", "emplacement", "nom de l emplacement", "ubicacion"),
        ("door", "raumbezeichnung", "sheet"),
    ),
}  # fmt: skip

_OURS: dict[str, Groups] = {
    "external_source": (("source of the id", "source of external id"),),
    "retired_on": (
        ("out of use since", "ausser betrieb seit", "hors service depuis",
         "fuera de servicio desde"),
    ),
}  # fmt: skip

_ROOMS: dict[str, Groups] = {
    **_PLACES,
    **_OURS,
    "parent": (
        ("parent", "parent location", "parent space", "parent name", "located in", "lies in",
         "emplacement parent", "lieu parent", "ubicacion padre", "ubicacion principal",
         "ubergeordneter ort", "ubergeordneter standort", "liegt in"),
    ),
    "room": (*_PLACES["room"][:2], ("name", "nom", "nombre", "bezeichnung", *_PLACES["room"][2])),
    "description": (
        ("description", "desc", "room description", "beschreibung", "raumbezeichnung",
         "descripcion"),
        ("purpose", "use", "nutzung", "usage", "uso"),
        ("room name", "raumname", "nom de la salle", "nom de salle", "nombre de la sala", "remarks",
         "notes"),
    ),
    "criticality": (
        ("criticality", "criticality class", "kritikalitat", "criticite", "criticidad"),
        ("importance", "priority", "wichtigkeit", "prioritat", "priorite", "prioridad"),
    ),
    "external_id": (
        ("external id", "external identifier", "ext identifier", "code", "room code", "room id",
         "space id", "uid", "guid", "kennung", "raum id", "identifiant", "code salle",
         "identificador", "codigo"),
        ("id", "key", "schlussel", "clave"),
    ),
}  # fmt: skip

_EQUIPMENT: dict[str, Groups] = {
    **_PLACES,
    **_OURS,
    "equipment_type": (
        ("equipment type", "asset type", "device type", "type of equipment", "type name",
         "equipment class", "geratetyp", "gerateart", "anlagentyp", "type d equipement",
         "type d appareil", "tipo de equipo"),
        ("type", "kind", "category", "asset category", "device", "art", "kategorie", "categorie",
         "tipo", "categoria", "種別", "機器種別"),
    ),
    "maker": (
        ("maker", "manufacturer", "mfr", "oem", "hersteller", "fabricant", "constructeur",
         "fabricante"),
        ("make", "brand", "marke", "marque", "marca"),
    ),
    "model_number": (
        ("model number", "model no", "model nr", "modellnummer", "modell nr", "numero de modele",
         "numero de modelo"),
        ("model", "modell", "modele", "modelo"),
        ("model name", "part number", "modellname", "nom du modele", "nombre del modelo"),
    ),
    "name": (
        ("name", "equipment name", "asset name", "item name", "geratename", "nom",
         "nom de l equipement", "bezeichnung", "designation", "nombre", "nombre del equipo"),
        ("equipment", "asset", "item", "title", "gerat", "equipement", "equipo"),
        ("description", "beschreibung", "descripcion"),
    ),
    "asset_tag": (
        ("asset tag", "asset number", "asset no", "asset identifier", "inventory number",
         "inventory no", "inventory tag", "property number", "inventarnummer", "inventar nr",
         "anlagennummer", "numero d inventaire", "numero de inventario"),
        ("tag number", "bar code", "barcode", "code barres", "code a barres", "codigo de barras",
         "etiqueta"),
    ),
    "serial_number": (
        ("serial number", "serial", "serial no", "serial nr", "sn", "s n", "seriennummer",
         "serien nr", "seriennr", "numero de serie", "no de serie", "n de serie", "num serie"),
    ),
    "installed_on": (
        ("installed on", "installation date", "install date", "date installed", "installed",
         "installationsdatum", "einbaudatum", "date d installation", "fecha de instalacion"),
        ("commissioned on", "in service since", "inbetriebnahme", "mise en service"),
    ),
    "note": (
        ("note", "notes", "asset notes", "remark", "remarks", "comment", "comments", "bemerkung",
         "bemerkungen", "notiz", "notizen", "kommentar", "remarque", "remarques", "commentaire",
         "commentaires", "nota", "notas", "observaciones", "comentario", "comentarios", "備考"),
        ("memo", "details"),
        ("description", "beschreibung", "descripcion", "additional information",
         "informations supplementaires", "zusatzliche informationen", "informacion adicional"),
    ),
    "vendor": (
        ("vendor", "vendors", "supplier", "suppliers", "vendor name", "supplier name",
         "bought from", "lieferant", "lieferanten", "handler", "fournisseur", "fournisseurs",
         "proveedor", "proveedores"),
        ("dealer", "distributor", "reseller", "revendeur", "distribuidor"),
    ),
    "purchased_on": (
        ("purchased on", "purchase date", "date of purchase", "date purchased", "bought on",
         "kaufdatum", "gekauft am", "anschaffungsdatum", "date d achat", "achete le",
         "fecha de compra", "comprado el"),
        ("acquisition date", "acquired on", "date d acquisition", "fecha de adquisicion"),
    ),
    "warranty_until": (
        ("warranty until", "warranty expiration date", "warranty expiration", "warranty expires",
         "warranty end", "warranty end date", "warranty expiry", "garantie bis", "garantieende",
         "ende der garantie", "date d expiration de la garantie", "fin de garantie",
         "fin de la garantie", "garantia hasta", "fin de la garantia",
         "fecha de vencimiento de la garantia"),
        ("warranty", "warranty months", "garantie", "garantiemonate", "garantia"),
    ),
    "condition": (
        ("condition", "state", "zustand", "etat", "estado"),
        ("status", "asset status", "statut"),
    ),
    "archived": (
        ("archived", "is archived", "archiviert", "archive", "archivado"),
        ("retired", "disposed", "decommissioned", "ausgemustert", "reforme", "dado de baja"),
    ),
    "external_id": (
        ("external id", "external identifier", "ext identifier", "equipment id", "asset id", "uid",
         "guid", "kennung", "identifiant", "identificador"),
        ("id", "code", "key", "codigo"),
    ),
}  # fmt: skip

_VENDORS: dict[str, Groups] = {
    "vendor": (
        *_EQUIPMENT["vendor"],
        ("company", "firm", "firma", "societe", "empresa"),
    ),
    "email": (
        ("email", "e mail", "email address", "e mail address", "mail", "courriel",
         "correo electronico"),
    ),
    "phone": (("phone", "telephone", "phone number", "telefon", "telefonnummer", "telefono"),),
    "address": (("address", "postal address", "adresse", "anschrift", "direccion"),),
    "hours": (
        ("hours", "service hours", "opening hours", "servicezeiten", "offnungszeiten",
         "heures d ouverture", "horario"),
    ),
    "contract": (
        ("contract", "contract number", "service contract", "vertrag", "vertragsnummer",
         "wartungsvertrag", "contrat", "contrato"),
    ),
    "contract_until": (
        ("contract until", "contract end", "contract ends", "contract end date", "vertrag bis",
         "vertragsende", "fin du contrat", "contrat jusqu au", "fin del contrato"),
    ),
    "note": _EQUIPMENT["note"],
}  # fmt: skip

_SPARES: dict[str, Groups] = {
    "spare": (
        ("spare", "spare part", "spare parts", "spares", "part name", "ersatzteil",
         "piece de rechange", "repuesto"),
        ("part", "teil"),
        ("name", "nom", "nombre", "bezeichnung", "description", "beschreibung"),
    ),
    **{name: _EQUIPMENT[name][:2] for name in ("equipment_type", "maker", "model_number")},
    "part_number": (
        ("part number", "part no", "part nr", "order number", "sku", "teilenummer", "bestellnummer",
         "artikelnummer", "numero de piece", "numero de pieza"),
    ),
    "set_number": (("set number", "set no", "satznummer"),),
    "category": (("kind of part", "part category", "teileart"), ("category", "kategorie")),
    "vendor": _EQUIPMENT["vendor"],
    "note": _EQUIPMENT["note"],
}  # fmt: skip

_STOCK: dict[str, Groups] = {
    **{name: _SPARES[name] for name in ("spare", "equipment_type", "maker", "model_number")},
    "part_number": _SPARES["part_number"],
    "site": _PLACES["site"],
    "place": (
        ("place", "shelf", "bin", "lagerort", "lagerplatz", "regal", "etagere", "estante"),
        ("location", "room", "ort", "lieu", "emplacement", "ubicacion", "raum"),
    ),
    "count": (
        ("count", "counted", "in stock", "on hand", "stock", "quantity", "qty", "bestand", "anzahl",
         "gezahlt", "menge", "quantite", "en stock", "cantidad", "existencias"),
    ),
    "minimum": (
        ("minimum", "min", "minimum count", "minimum stock", "min stock", "reorder point", "minqty",
         "mindestbestand", "mindestens", "stock minimum", "stock minimo", "minimo"),
    ),
}  # fmt: skip

WORDS = {
    "rooms": _ROOMS,
    "equipment": _EQUIPMENT,
    "jobs": {**_PLACES, **JOBS},
    "history": {**_PLACES, **HISTORY},
    "vendors": _VENDORS,
    "spares": _SPARES,
    "stock": _STOCK,
}
SPARES_TELL = frozenset(("spare", *_SPARES["spare"][0]))
"""Names of columns that only a list of spares, or of their stock, has."""

OF_TYPE = {"小児対応設備の有無": "aed"}
"""Columns that only a list of one type of equipment has (Japan's standard lists of AEDs)."""

# A list with one of these columns is a list of equipment.
TELLING = ("serial_number", "asset_tag", "maker", "model_number", "equipment_type")

KNOWN = frozenset(
    word
    for table in WORDS.values()
    for name, groups in table.items()
    for word in (name.replace("_", " "), *(word for group in groups for word in group))
)
