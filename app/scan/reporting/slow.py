"""Slow mode: where reports pour in at one tag, that tag alone takes few of them.

Nothing but new words, photos and faults is slowed: to open the page never is, and who joins what
is known is counted. It is not written into the database: a flood costs no writing.
"""

from flask_babel import gettext as _
from limits import parse

from app.codes.models import Tag
from app.counting import once_more
from app.errors import Refusal

FEW = parse("12 per minute")
"""More than a full class tells of one room, which mostly joins what is known."""


def let_in(tag: Tag) -> None:
    """Count one more report at this tag; refused in a sentence where there were too many."""
    if not once_more(FEW, "reports at a tag", str(tag.id)):
        sentence = _(
            "Very many reports come from this tag just now. What you wrote is still here:"
            " send it again in a minute, or call."
        )
        raise Refusal(sentence, status=429)
