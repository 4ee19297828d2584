"""Commands on the items of a job plan; what was checked by them keeps those of its own version."""

from dataclasses import dataclass, replace
from uuid import uuid4

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.checks.models import CheckItem, ItemKind, JobPlan
from app.checks.plans import queries
from app.errors import Refusal
from app.extensions import db
from app.places.words import named

LONGEST_TEXT = 500
LONGEST_UNIT = 20
FEWEST_CHOICES = 2


@dataclass(frozen=True)
class ItemFields:
    """What an item asks, and how it is answered; what its kind does not ask for is left out."""

    text: str
    kind: ItemKind
    optional: bool = False
    hint: str = ""
    picture_id: int | None = None
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    past_fails: bool = False
    choices: str = ""

    def settled(self) -> "ItemFields":
        """The same with its words in order; refuses what can't be answered."""
        text = named(self.text, longest=LONGEST_TEXT, field="text")
        bare = ItemFields(text, self.kind, self.optional, self.hint.strip(), self.picture_id)
        match self.kind:
            case ItemKind.NUMBER:
                low, high = _limits(self.minimum, self.maximum)
                unit = " ".join(self.unit.split())[:LONGEST_UNIT]
                return replace(bare, unit=unit, minimum=low, maximum=high)
            case ItemKind.DATE:
                return replace(bare, past_fails=self.past_fails)
            case ItemKind.CHOICE:
                return replace(bare, choices=_choices(self.choices))
        return bare


def add_item(plan: JobPlan, asked: ItemFields) -> CheckItem:
    """A new item at the end of the plan's list; of a new version where the plan was used."""
    asked = asked.settled()
    _next_version(plan)
    last = select(func.max(CheckItem.position)).where(CheckItem.job_plan_id == plan.id)
    position = db.session.scalar(last)
    item = _new(plan, asked, 0 if position is None else position + 1)
    item.code = f"item-{item.id}"
    db.session.flush()
    return item


def change_item(plan: JobPlan, item: CheckItem, asked: ItemFields) -> CheckItem:
    """The item as it is asked from now on: a new one where the plan was used.

    It bears the code on, so that the plans that follow its reading go on with it.
    """
    asked = asked.settled()
    if asked == told(item):
        return item
    if asked.kind is not ItemKind.NUMBER:
        _refuse_followed(item)
    if not _next_version(plan):
        for name, value in vars(asked).items():
            setattr(item, name, value)
        db.session.flush()
        return item
    code = item.code
    _end(plan, item)
    changed = _new(plan, asked, item.position)
    changed.code = code
    db.session.flush()
    return changed


def remove_item(plan: JobPlan, item: CheckItem) -> None:
    """Ask for the item no longer; it stays where something was found by it."""
    _refuse_followed(item)
    if _next_version(plan):
        _end(plan, item)
    else:
        db.session.delete(item)
    db.session.flush()


def move_item(plan: JobPlan, item: CheckItem, *, up: bool) -> None:
    """Let the item change places with the one before it, or after it; the ends stay."""
    items = list(queries.items_of(plan.id))
    place = items.index(item)
    other = place - 1 if up else place + 1
    if 0 <= other < len(items):
        items[place], items[other] = items[other], items[place]
    for position, each in enumerate(items):
        each.position = position
    db.session.flush()


def told(item: CheckItem) -> ItemFields:
    """The item as a form would say it."""
    return ItemFields(**{name: getattr(item, name) for name in ItemFields.__dataclass_fields__})


def _new(plan: JobPlan, asked: ItemFields, position: int) -> CheckItem:
    item = CheckItem(
        job_plan_id=plan.id,
        position=position,
        code=uuid4().hex[:20],
        since_version=plan.version,
        **vars(asked),
    )
    db.session.add(item)
    db.session.flush()
    return item


def _next_version(plan: JobPlan) -> bool:
    """Whether the plan was used, and so is of a new version now."""
    if not queries.is_used(plan):
        return False
    plan.version += 1
    return True


def _end(plan: JobPlan, item: CheckItem) -> None:
    """The version before this one was the item's last; its code is free for what follows it."""
    item.until_version = plan.version - 1
    item.code = f"was-{item.id}"
    db.session.flush()


def _refuse_followed(item: CheckItem) -> None:
    follows = select(JobPlan.name).where(
        JobPlan.reading_code == item.code, JobPlan.retired_at.is_(None)
    )
    if name := db.session.scalar(follows.limit(1)):
        raise Refusal(
            _("“%(plan)s” is due by this reading. Let it follow another one first.", plan=name),
            field="kind",
        )


def _limits(low: float | None, high: float | None) -> tuple[float | None, float | None]:
    for name, value in (("minimum", low), ("maximum", high)):
        if value is not None and not abs(value) < float("inf"):
            raise Refusal(_("Enter a number."), field=name)
    if low is not None and high is not None and low > high:
        raise Refusal(_("The highest has to be above the lowest."), field="maximum")
    return low, high


def _choices(typed: str) -> str:
    lines = [" ".join(line.split()) for line in typed.splitlines()]
    kept = [line for line in lines if line.strip("! ")]
    names = [line.removeprefix("!").strip() for line in kept]
    if len(set(names)) < FEWEST_CHOICES:
        raise Refusal(_("Enter at least two answers, each on its own line."), field="choices")
    if len(set(names)) < len(names):
        raise Refusal(_("One answer stands there twice."), field="choices")
    return "\n".join(kept)
