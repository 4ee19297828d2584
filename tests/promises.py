"""What every page promises, each promise as one function that lists where it is broken.

Strictness, names and labels follow WCAG 2.2 (1.1.1, 1.3.1, 2.4.2, 2.4.4, 3.1.1, 3.3.2, 4.1.2);
the rest is our own: nothing inline, nothing from elsewhere, no forgeable form.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from tests.documents import FIELDS, WORDLESS_INPUTS, Document, local, words

Complaints = Iterator[str]

ADDRESSES = frozenset(
    {"src", "href", "action", "formaction", "srcset", "poster", "data", "ping", "background"}
)
OF_THE_PHONE = frozenset({"tel", "mailto", "sms", "otpauth"})
REFERENCES = frozenset(
    {"for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form"}
)
INTERACTIVE = frozenset({"a", "button", "select", "textarea", "summary"})
LEFTOVERS = re.compile(r"\{\{|\{%|%\(\w+\)[sd]|<function |Undefined|object at 0x")


def is_strict_html(page: Document) -> Complaints:
    """A strict parser reads it without one error."""
    yield from page.faults


def speaks_a_language(page: Document) -> Complaints:
    """The language and direction are said."""
    if not page.root.get("lang", "").strip():
        yield "no language"
    if page.root.get("dir") not in {"ltr", "rtl"}:
        yield "no direction"


def has_a_title(page: Document) -> Complaints:
    """One title with words in it, and a viewport for phones."""
    titles = ["".join(each.itertext()).strip() for each in page.all("title")]
    if len(titles) != 1 or not titles[0]:
        yield f"titles: {titles}"
    if not any(each.get("name") == "viewport" for each in page.all("meta")):
        yield "no viewport"


def has_one_first_heading(page: Document) -> Complaints:
    """One h1 with words, no level skipped on the way down."""
    first = [words(each) for each in page.all("h1")]
    if len(first) != 1 or not first[0]:
        yield f"first headings: {first}"
    before = 0
    for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(heading.tag[1])
        if level > before + 1:
            yield f"h{level} “{words(heading)}” comes after h{before}"
        before = level


def has_one_main_part(page: Document) -> Complaints:
    """One main, so that a reader can skip to it."""
    if len(page.all("main")) != 1:
        yield f"main parts: {len(page.all('main'))}"


def bears_each_id_once(page: Document) -> Complaints:
    """An id is one element's."""
    borne = Counter(each.attrib["id"] for each in page.elements if "id" in each.attrib)
    yield from (f"id {name!r} is borne {n} times" for name, n in borne.items() if n > 1)
    yield from (f"no id: {name!r}" for name in borne if not name or re.search(r"\s", name))


def points_at_what_is_there(page: Document) -> Complaints:
    """Every label, description and jump within the page names an id that it has."""
    for element in page.elements:
        pointed = [
            name for key in REFERENCES & set(element.attrib) for name in element.attrib[key].split()
        ]
        href = element.get("href", "")
        if element.tag == "a" and href.startswith("#") and href != "#":
            pointed.append(href[1:])
        yield from (f"nothing has the id {name!r}" for name in pointed if name not in page.ids)


def labels_every_field(page: Document) -> Complaints:
    """Every field is asked for in words; every group of choices has a legend."""
    for field in page.all(*FIELDS):
        silent = field.tag == "input" and field.get("type", "text") in WORDLESS_INPUTS
        if not silent and not page.label_of(field):
            yield f"no label: {shown(field)}"
    for group in page.all("fieldset"):
        legend = group.find("legend")
        if (legend is None or not words(legend)) and not page.given_name(group):
            yield f"no legend: {shown(group)}"


def names_every_control(page: Document) -> Complaints:
    """Every link, button and fold says what it does."""
    for control in page.all("a", "button", "summary"):
        if not page.name_of(control):
            yield f"no name: {shown(control)}"
    for control in page.all("input"):
        given = control.get("value") or control.get("alt") or page.given_name(control)
        if control.get("type") in {"submit", "button", "image", "reset"} and not given:
            yield f"no name: {shown(control)}"


def keeps_controls_apart(page: Document) -> Complaints:
    """No control stands inside another; none takes its turn out of order."""
    for element in page.elements:
        if element.tag in INTERACTIVE and page.within(element, "a", "button"):
            yield f"inside another control: {shown(element)}"
        if element.get("tabindex", "0") not in {"0", "-1"}:
            yield f"out of order: {shown(element)}"


def describes_every_picture(page: Document) -> Complaints:
    """A picture has words, or says that it is decoration."""
    yield from (f"no alt: {shown(each)}" for each in page.all("img") if "alt" not in each.attrib)
    for each in page.elements:
        decoration = each.get("aria-hidden") == "true"
        if local(each) == "svg" and not decoration and not page.given_name(each):
            yield f"neither named nor hidden: {shown(each)}"


def has_nothing_inline(page: Document) -> Complaints:
    """No script, style or handler in the page itself."""
    for element in page.elements:
        if local(element) == "script" and ("src" not in element.attrib or element.text):
            yield "a script inside the page"
        if local(element) == "style" or "style" in element.attrib:
            yield f"a style inside the page: {shown(element)}"
        if any(key.startswith("on") for key in element.attrib):
            yield f"a handler inside the page: {shown(element)}"


def stays_at_home(page: Document) -> Complaints:
    """Every address is a path of ours, or one for the phone: never another host's, nor a script."""
    for element in page.elements:
        for key, value in element.attrib.items():
            for address in _addresses(key.rpartition("}")[2], value):
                if not _is_ours(address):
                    yield f"leads elsewhere: {key}={value!r}"
        again = element.get("http-equiv", "").lower() == "refresh"
        if element.tag == "base" or (again and not _waits_for_itself(page, element)):
            yield f"sends the reader elsewhere: {shown(element)}"


def _waits_for_itself(page: Document, element: Element) -> bool:
    """Whether a page reads itself anew, and only where no script of ours can do so gently."""
    return page.within(element, "noscript") and element.get("content", "").isdigit()


def _addresses(key: str, value: str) -> list[str]:
    if key not in ADDRESSES:
        return []
    each = value.split(",") if key == "srcset" else [value]
    return [address.split()[0] for address in each if address.split()]


def _is_ours(address: str) -> bool:
    parts = urlsplit(address.replace("\\", "/"))
    return parts.scheme in OF_THE_PHONE or not (
        parts.scheme or address[:2] in {"//", "/\\", "\\\\"}
    )


def guards_every_form(page: Document) -> Complaints:
    """What changes something bears the token; what only asks does not put it in an address."""
    for form in page.all("form"):
        method = form.get("method", "get").lower()
        tokens = [
            each
            for each in form.iter("input")
            if each.get("name") == "csrf_token" and each.get("value")
        ]
        if method == "post" and len(tokens) != 1:
            yield f"{len(tokens)} tokens: {shown(form)}"
        if method == "get" and tokens:
            yield f"a token in an address: {shown(form)}"


def is_made_for_people(page: Document) -> Complaints:
    """Nothing of the machinery shows: no placeholder left over, no None."""
    text = words(page.root)
    yield from (f"left over: {found.group()}" for found in LEFTOVERS.finditer(text))
    yield from (
        f"shows {(each.text or '').strip()}: {shown(each)}"
        for each in page.elements
        if (each.text or "").strip() in {"None", "True", "False", "nan"}
    )


PROMISES: tuple[Callable[[Document], Complaints], ...] = (
    is_strict_html,
    speaks_a_language,
    has_a_title,
    has_one_first_heading,
    has_one_main_part,
    bears_each_id_once,
    points_at_what_is_there,
    labels_every_field,
    names_every_control,
    keeps_controls_apart,
    describes_every_picture,
    has_nothing_inline,
    stays_at_home,
    guards_every_form,
    is_made_for_people,
)


def broken(page: Document) -> list[str]:
    """Every promise that the page breaks, with where; empty for a good one."""
    return [f"{each.__name__}: {fault}" for each in PROMISES for fault in each(page)]


def exposed(headers: Mapping[str, str]) -> list[str]:
    """What the answer's headers leave open; empty for a good one."""
    policy = headers.get("Content-Security-Policy", "")
    faults = [
        f"policy lacks {part}"
        for part in ("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
        if part not in policy
    ]
    faults += [
        f"policy allows {word}" for word in ("unsafe-", "data:", "http", "*") if word in policy
    ]
    wanted = {
        "X-Content-Type-Options": {"nosniff"},
        "Referrer-Policy": {"same-origin", "no-referrer"},
    }
    faults += [
        f"no {name}: {' or '.join(sorted(values))}"
        for name, values in wanted.items()
        if headers.get(name) not in values
    ]
    if headers.get("Content-Type", "").replace(" ", "").lower() != "text/html;charset=utf-8":
        faults.append(f"content type {headers.get('Content-Type')}")
    return faults + ([] if headers.get("Cache-Control") else ["nothing said about keeping it"])


def shown(element: Element) -> str:
    """An element as a complaint names it: its tag and what tells it apart."""
    telling = {
        k: v for k, v in element.attrib.items() if k in {"id", "name", "type", "href", "class"}
    }
    return f"<{local(element)}{''.join(f' {k}={v!r}' for k, v in telling.items())}>"
