"""A page fetched through the promises that every page keeps, and its forms filled in and sent.

page = fetch(client, "/rooms")                  # GET; fails on any broken promise
assert "2.01" in page.text and page.h1 == "Rooms"
answer = page.form("/rooms/new").send({"name": "2.02"})          # CSRF token and all
page = read(answer, 422)                        # the same promises for an answer in hand
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.documents import Document, words
from tests.promises import broken, exposed

FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}
"""What a browser says when a form of our own page is sent."""


def fetch(client: FlaskClient, address: str, status: int = 200, **given: Any) -> "Page":
    """The page at the address; fails where the status differs or a promise is broken.

    `given` goes to the client: `headers={"Accept-Language": "de"}`.
    """
    return read(client.get(address, **given), status, client)


def read(response: TestResponse, status: int = 200, client: FlaskClient | None = None) -> "Page":
    """The page of an answer in hand; its forms can be sent where the client is given."""
    body = response.get_data(as_text=True)
    assert response.status_code == status, f"{response.status} instead of {status}: {body[:2000]}"
    page = Page(response, Document(body), client)
    faults = exposed(dict(response.headers)) + broken(page.document)
    assert not faults, "\n".join([f"{response.request.path} breaks its promises:", *faults])
    return page


@dataclass(frozen=True)
class Page:
    """A page that keeps its promises."""

    response: TestResponse
    document: Document
    client: FlaskClient | None

    @cached_property
    def text(self) -> str:
        """All its words as one line."""
        return words(self.document.root)

    @cached_property
    def main(self) -> str:
        """The words of its main part, without header, navigation and footer."""
        return words(self.document.all("main")[0])

    @property
    def h1(self) -> str:
        """Its first heading."""
        return words(self.document.all("h1")[0])

    @property
    def title(self) -> str:
        """Its title, as the browser's tab shows it."""
        return "".join(self.document.all("title")[0].itertext()).strip()

    @property
    def errors(self) -> list[str]:
        """The sentences that stand beside fields."""
        return [words(each) for each in self.document.of_class("error")]

    @property
    def rows(self) -> list[list[str]]:
        """The cells of every table row, as words."""
        rows = self.document.all("tr")
        return [[words(cell) for cell in row if cell.tag in {"td", "th"}] for row in rows]

    @property
    def links(self) -> list[str]:
        """Where its links lead, in order."""
        return [each.get("href", "") for each in self.document.all("a")]

    def link(self, name: str) -> str:
        """Where the link of this name leads; fails where there is none."""
        found = {self.document.name_of(each): each for each in self.document.all("a")}
        assert name in found, f"no link {name!r} among {sorted(found)}"
        return found[name].get("href", "")

    def each(self, css_class: str) -> list[str]:
        """The words of every element of the class."""
        return [words(element) for element in self.document.of_class(css_class)]

    @property
    def filters_open(self) -> bool:
        """Whether the filters above its list stand open on a phone too; fails where it has none."""
        (fold,) = self.document.of_class("fold--narrow")
        return "open" in fold.attrib

    @cached_property
    def _put_away(self) -> list[Element]:
        """The forms that nobody sees before a script shows them."""
        hidden = [each for each in self.document.all("div") if "hidden" in each.attrib]
        return [form for part in hidden for form in part.iter("form")]

    def form(self, action: str | None = None, *, button: str | None = None) -> "Form":
        """The form with this action, or with a button of this name, or the only POST form."""
        forms = [Form(self, element) for element in self.document.all("form")]
        if action is None and button is None:
            seen = [form for form in forms if form.element not in self._put_away]
            forms = [form for form in seen if form.method == "post" and not form.leaves]
        elif action is not None:
            forms = [form for form in forms if urlsplit(form.action).path == urlsplit(action).path]
        if button is not None:
            forms = [form for form in forms if button in form.buttons]
        assert len(forms) == 1, f"{len(forms)} forms for action={action!r} button={button!r}"
        return forms[0]


@dataclass(frozen=True)
class Form:
    """A form of a page, filled in as the page came."""

    page: Page
    element: Element

    @property
    def action(self) -> str:
        """Where it is sent."""
        return self.element.get("action") or self.page.response.request.full_path

    @property
    def method(self) -> str:
        """`get` or `post`."""
        return self.element.get("method", "get").lower()

    @property
    def leaves(self) -> bool:
        """Whether it is the sign-out of the layout, which stands on every page for staff."""
        return urlsplit(self.action).path == "/sign-out"

    @property
    def buttons(self) -> dict[str, Element]:
        """Its buttons by name."""
        name_of = self.page.document.name_of
        found = {name_of(each): each for each in self.element.iter("button")}
        inputs = [each for each in self.element.iter("input") if each.get("type") == "submit"]
        return found | {each.get("value", ""): each for each in inputs}

    @property
    def filled(self) -> "MultiDict[str, Any]":
        """What a browser would send if nothing were touched."""
        sent: MultiDict[str, Any] = MultiDict()
        for field in self.element.iter():
            for value in _values(field):
                sent.add(field.get("name", ""), value)
        return sent

    def send(
        self, typed: Mapping[str, Any] | None = None, *, press: str | None = None
    ) -> TestResponse:
        """Send it as a browser would, `typed` over what stood there, by the button `press`.

        A value may be a list (several boxes) or a `(stream, file name)` pair; None leaves it out.
        """
        assert self.page.client is not None, "read(...) needs the client to send a form"
        sent = self.filled
        for name, value in (typed or {}).items():
            sent.setlist(
                name, [] if value is None else value if isinstance(value, list) else [value]
            )
        if press is not None:
            button = self.buttons[press]
            sent.add(button.get("name", ""), button.get("value", ""))
        sent.poplist("")
        action = self.action if press is None else button.get("formaction", self.action)
        if self.method == "get":
            return self.page.client.get(urlsplit(action).path, query_string=sent)
        return self.page.client.post(action, data=sent, headers=FROM_OUR_PAGE)


def _values(field: Element) -> list[str]:
    if "disabled" in field.attrib or not field.get("name"):
        return []
    if field.tag == "textarea":
        return [(field.text or "").removeprefix("\n")]
    if field.tag == "select":
        return _chosen(field)
    if field.tag == "input":
        return _entered(field)
    return []


def _chosen(select: Element) -> list[str]:
    options = list(select.iter("option"))
    chosen = [each for each in options if "selected" in each.attrib]
    if not chosen and "multiple" not in select.attrib:
        chosen = options[:1]
    return [each.get("value", words(each)) for each in chosen]


def _entered(field: Element) -> list[str]:
    kind = field.get("type", "text")
    if kind in {"submit", "button", "reset", "image", "file"}:
        return []
    if kind in {"checkbox", "radio"}:
        return [field.get("value", "on")] if "checked" in field.attrib else []
    return [field.get("value", "")]
