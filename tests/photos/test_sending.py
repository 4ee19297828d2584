"""A photo on its way from a phone: it may take a minute, and nobody waits for it."""

from io import BytesIO
from typing import TYPE_CHECKING

from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from app.extensions import db
from tests.builders import Builder
from tests.pages import fetch

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Upload(BytesIO):
    """What is being sent; it notes whether a transaction is open while it is read."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.held_up: list[bool] = []

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Some of it."""
        self.held_up.append(db.session().in_transaction())
        return super().readinto(buffer)


def test_nobody_waits_for_a_photo_that_is_still_being_sent(
    technician: FlaskClient, make: Builder
) -> None:
    form = fetch(technician, f"/t/{make.tag().code}").form(button="Yes, it hangs here")
    filled = {**form.filled, "photo": (BytesIO(b"no picture"), "a.jpg")}
    sent = EnvironBuilder(method="POST", data=filled).get_environ()
    upload = Upload(sent["wsgi.input"].read())
    answer = technician.post(form.action, input_stream=upload, content_type=sent["CONTENT_TYPE"])
    assert answer.status_code == 422
    assert upload.held_up
    assert not any(upload.held_up)
