"""What the pages about faults share: an entry of the timeline as a plain value."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from app import formats
from app.faults import words
from app.faults.models import TimelineEntry


@dataclass(frozen=True)
class Line:
    """One entry of a timeline."""

    when_words: str
    when_iso: str
    title: str
    text: str
    who: str


def line(entry: TimelineEntry, who: str, now: datetime, zone: tzinfo) -> Line:
    """An entry as it is shown, said to be done by `who`."""
    return Line(
        when_words=formats.ago(entry.at, now, zone),
        when_iso=entry.at.isoformat(),
        title=words.happened(entry),
        text=entry.note,
        who=who,
    )
