"""What can be done with a second factor: set it up, come in by it, take it away."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, update

from app.audit import service as audit
from app.audit.acts import Act
from app.database import rows_changed
from app.errors import Refusal
from app.extensions import db
from app.people.factors import codes
from app.people.factors.models import RecoveryCode, SecondFactor
from app.people.factors.queries import factor_of, held_factor_of
from app.people.models import Person, Proof

CODES = 10
"""How many recovery codes somebody gets."""
TO_SET_UP = timedelta(minutes=30)
"""How long a secret that nobody confirmed is shown and counts."""
MISSES = 5
"""Wrong codes in a row after which no code is looked at for a while."""
SHUT = timedelta(minutes=15)
SHUT_LONGEST = timedelta(days=1)
"""The while doubles with every five more: somebody who guesses for a year tries 1,900 times, which
finds one of a million codes, three of which count at a time, with half a percent."""


def begin(person: Person, key: str, *, at: datetime) -> SecondFactor:
    """Make a new secret for the person's app; refused where one is in use."""
    if (known := factor_of(person)) is not None:
        if known.confirmed_at is not None:
            raise Refusal(_("You have a second factor. Turn it off first, to set up another."))
        db.session.delete(known)
        db.session.flush()
    found = SecondFactor(person_id=person.id, secret=codes.new_secret(key), begun_at=at)
    db.session.add(found)
    db.session.flush()
    return found


def is_open(factor: SecondFactor | None, *, at: datetime) -> bool:
    """Whether its secret is being shown to its owner just now."""
    is_begun = factor is not None and factor.confirmed_at is None
    return is_begun and at - factor.begun_at < TO_SET_UP if factor else False


def confirm(person: Person, typed: str, key: str, *, at: datetime) -> list[str]:
    """Take the app into use, as it shows the right code; the recovery codes, told only here."""
    factor = factor_of(person)
    if factor is None or not is_open(factor, at=at):
        raise Refusal(_("That took too long. Begin once more."))
    step = codes.step_of(typed, factor.secret, key, after=0, at=at)
    if step is None:
        raise Refusal(
            _("That is not the code that is shown now. Is the clock of the phone right?"),
            field="code",
            status=422,
        )
    factor.confirmed_at, factor.last_counter = at, step
    audit.note(Act.FACTOR_ADDED, person, at=at, by=person)
    return new_codes(person, key, at=at)


def new_codes(person: Person, key: str, *, at: datetime) -> list[str]:
    """New recovery codes, told only here; those before count no more."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    made = [codes.new_on_paper() for _each in range(CODES)]
    db.session.add_all(
        RecoveryCode(person_id=person.id, code_hash=codes.hash_of(each, key)) for each in made
    )
    audit.note(Act.RECOVERY_MADE, person, at=at, by=person)
    db.session.flush()
    return made


def come_in(person: Person, typed: str, key: str, *, at: datetime) -> Proof | Refusal:
    """By what the person came in; or why not, which is returned as the miss has to be kept."""
    factor = held_factor_of(person)
    if factor is None:
        return Refusal(_("Begin once more."), field="code", status=422)
    if factor.shut_until is not None and at < factor.shut_until:
        return _shut(factor.shut_until - at)
    proof = _proof(person, factor, typed, key, at)
    if proof is not None:
        factor.misses, factor.shut_until = 0, None
        db.session.flush()
        return proof
    _miss(factor, at)
    return Refusal(_("This code is wrong, or was used already."), field="code", status=422)


def take_away(person: Person, *, by: Person, at: datetime, why: str = "") -> None:
    """Ask the person for no code any more; the recovery codes go, too."""
    for table in (RecoveryCode, SecondFactor):
        db.session.execute(delete(table).where(table.person_id == person.id))
    audit.note(Act.FACTOR_REMOVED, person, at=at, by=by, name=why)
    db.session.flush()


def _proof(
    person: Person, factor: SecondFactor, typed: str, key: str, at: datetime
) -> Proof | None:
    if codes.is_on_paper(typed):
        return Proof.RECOVERY if _use(person, typed, key, at) else None
    step = codes.step_of(typed, factor.secret, key, after=factor.last_counter, at=at)
    if step is None:
        return None
    factor.last_counter = step
    return Proof.CODE


def _use(person: Person, typed: str, key: str, at: datetime) -> bool:
    own = RecoveryCode.person_id == person.id
    unused = own & (RecoveryCode.code_hash == codes.hash_of(typed, key))
    used = update(RecoveryCode).where(unused, RecoveryCode.used_at.is_(None)).values(used_at=at)
    if rows_changed(db.session.execute(used)) != 1:
        return False
    audit.note(Act.RECOVERY_USED, person, at=at, by=person)
    return True


def _miss(factor: SecondFactor, at: datetime) -> None:
    factor.misses += 1
    if factor.misses % MISSES == 0:
        doubled = SHUT * 2 ** min(factor.misses // MISSES - 1, 10)
        factor.shut_until = at + min(doubled, SHUT_LONGEST)
    db.session.flush()


def _shut(left: timedelta) -> Refusal:
    minutes = int(left.total_seconds() // 60) + 1
    said = ngettext(
        "Too many wrong codes. Try again in %(num)d minute.",
        "Too many wrong codes. Try again in %(num)d minutes.",
        minutes,
    )
    return Refusal(said, field="code", status=422)
