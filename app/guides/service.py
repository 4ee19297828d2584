"""What can be done with guides: write, write anew, confirm, retire; and say that one helped."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.equipment.models import Equipment, EquipmentModel, EquipmentType, Symptom
from app.errors import Refusal
from app.extensions import db
from app.guides import queries
from app.guides.models import Guide, GuideKind, GuideVersion, Solved
from app.people.models import Person
from app.photos import queries as photos
from app.places.models import Room


@dataclass(frozen=True)
class About:
    """What a guide is about: a unit, else a model, else a type."""

    type: EquipmentType
    model: EquipmentModel | None = None
    unit: Equipment | None = None


@dataclass(frozen=True)
class Wording:
    """What a guide says, for whom, and against what; without a symptom it helps in general."""

    kind: GuideKind
    title: str
    body: str
    symptom: Symptom | None = None


def write(about: About, wording: Wording, by: Person | None, *, at: datetime) -> Guide:
    """A new guide in its first version; who writes it says that it is right."""
    _insist_on_pictures(wording)
    guide = Guide(
        kind=wording.kind,
        title=wording.title,
        body=wording.body,
        version=1,
        symptom=wording.symptom,
        equipment=about.unit,
        model=None if about.unit else about.model,
        type=None if about.unit or about.model else about.type,
        created_at=at,
        confirmed_at=at,
        confirmed_by=by,
    )
    db.session.add(guide)
    db.session.flush()
    _keep_version(guide, by, at)
    return guide


def rewrite(guide: Guide, wording: Wording, by: Person, *, seen: int, at: datetime) -> None:
    """The guide with other words, as a new version where title or text changed.

    `seen` is the version that the writer had before them: refused where it is not the newest.
    """
    if seen != guide.version:
        raise Refusal(
            _("Somebody else changed this guide meanwhile. Compare, then save yours again."),
            field="body",
        )
    _insist_on_pictures(wording)
    changed = (guide.title, guide.body) != (wording.title, wording.body)
    guide.kind, guide.symptom = wording.kind, wording.symptom
    guide.title, guide.body = wording.title, wording.body
    confirm(guide, by, at=at)
    if changed:
        guide.version += 1
        _keep_version(guide, by, at)


def _insist_on_pictures(wording: Wording) -> None:
    """Refuse a text with a picture that is gone: it may have waited for weeks to be stored."""
    if gone := photos.lacking(wording.body):
        sentence = _("A picture in this text is gone: %(key)s. Put it in again.", key=min(gone))
        raise Refusal(sentence, field="body", status=422)


def confirm(guide: Guide, by: Person, *, at: datetime) -> None:
    """Somebody saw that the guide is still right."""
    guide.confirmed_at, guide.confirmed_by = at, by
    db.session.flush()


def retire(guide: Guide, *, at: datetime) -> None:
    """The guide is shown no more; its versions stay."""
    guide.retired_at = guide.retired_at or at


def bring_back(guide: Guide) -> None:
    """A retired guide is shown again."""
    guide.retired_at = None


def solve(
    key: str,
    room: Room,
    unit: Equipment | None,
    symptom: Symptom,
    guide_id: int | None = None,
    *,
    at: datetime,
) -> Solved:
    """What was tried solved it: a call avoided. The same page's key counts once."""
    if known := queries.solved_with(key):
        return known
    solved = Solved(
        key=key,
        room_id=room.id,
        equipment_id=unit.id if unit else None,
        symptom_id=symptom.id,
        guide_id=guide_id,
        at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(solved)
    except IntegrityError:  # the same tap, sent twice at the same moment
        return queries.solved_with(key) or solved
    return solved


def _keep_version(guide: Guide, by: Person | None, at: datetime) -> None:
    db.session.add(
        GuideVersion(
            guide_id=guide.id,
            number=guide.version,
            title=guide.title,
            body=guide.body,
            at=at,
            by_id=by.id if by else None,
        )
    )
    db.session.flush()
