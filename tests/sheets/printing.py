"""Ordering tags as a browser does, and reading back what came out."""

from typing import Any
from urllib.parse import urlsplit

import pypdfium2
import zxingcpp
from flask.testing import FlaskClient


def addresses(pdf: bytes) -> set[str]:
    """What the codes of a PDF say, decoded from its pages at 300 dpi."""
    found: set[str] = set()
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            image: Any = page.render(scale=300 / 72).to_pil()
            found |= {code.text for code in zxingcpp.read_barcodes(image)}
            page.close()
    return found


def order(client: FlaskClient, **wish: Any) -> Any:
    """The answer to an order that was sent without opening its form."""
    client.application.config["WTF_CSRF_ENABLED"] = False
    return client.post("/sheets", data=wish)


def file_of(client: FlaskClient, ordered: Any) -> bytes:
    """The file of an order, from the answer that leads to the order's page."""
    assert ordered.status_code == 303, ordered.text
    with client.get(f"{urlsplit(ordered.location).path}/file") as answer:
        assert answer.status_code == 200, answer.status
        return bytes(answer.data)


def printed(client: FlaskClient, **wish: Any) -> bytes:
    """The file of an order: to the order's page, and from there to the file."""
    return file_of(client, order(client, **wish))
