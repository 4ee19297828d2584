"""The photos of a check: cleaned before anything else is done, while nobody waits for us."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage, MultiDict

from app.errors import Refusal
from app.extensions import db
from app.photos import service as photos
from app.photos.cleaning import Picture

MOST = 24
"""Photos of one check: opening one may take seconds."""


@dataclass
class Taken:
    """The pictures by field, and a sentence for each field whose picture can't be taken."""

    pictures: dict[str, tuple[Picture, ...]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def beside(self, errors: Mapping[str, str]) -> dict[str, str]:
        """All errors of a form that comes back: no browser keeps a photo that was chosen."""
        said = _("Choose this photo again: the browser did not keep it.")
        return dict.fromkeys(self.pictures, said) | dict(errors) | self.errors


def taken(files: MultiDict[str, FileStorage]) -> Taken:
    """All photos that were sent; the transaction that began with the request is given back."""
    found = Taken()
    sent = [(name, file) for name, file in files.items(multi=True) if file.filename]
    if sent:
        db.session.rollback()
    for name, file in sent[:MOST]:
        try:
            picture = photos.clean(file.read())
        except Refusal as refusal:
            found.errors[name] = str(refusal)
        else:
            found.pictures[name] = (*found.pictures.get(name, ()), picture)
    for name, _file in sent[MOST:]:
        found.errors[name] = _("Please send at most %(most)s photos.", most=MOST)
    return found
