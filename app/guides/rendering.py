"""The text of a guide as safe HTML: Markdown, without any HTML of its writer's.

Two stand guard, each alone enough: the Markdown reader takes no HTML, and what it makes is cleaned
by an allow list. Links lead to http, https, mailto, tel and own paths; pictures are own ones.
"""

import re
from itertools import pairwise

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from app.photos.queries import WRITTEN

PICTURES = "/guides/pictures/"
"""Where the pictures of guides are shown; in a text they are written `![words](photo:KEY)`."""
SHOWN = re.compile(re.escape(PICTURES) + r"[A-Za-z0-9_-]{32}")
ELSEWHERE = re.compile(r"(?:https?://|mailto:|tel:)[!-~]+", re.IGNORECASE)
OWN_PATH = re.compile(r"/(?![/\\])[!-~]*")
TAGS = {
    *("p", "br", "strong", "em", "ul", "ol", "li", "a", "img", "code", "pre"),
    *("blockquote", "hr"),
}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}

_reader = MarkdownIt("commonmark", {"html": False})


def rendered(body: str) -> Markup:
    """The text as HTML; its headings are strong lines: those of the page are the page's own."""
    tokens = _reader.parse(body.encode(errors="replace").decode())
    for before, token in pairwise([Token("", "", 0), *tokens]):
        if before.type == "heading_open":
            token.children = [
                Token("strong_open", "strong", 1),
                *(token.children or ()),
                Token("strong_close", "strong", -1),
            ]
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "p"
        for inner in token.children or ():
            if inner.type == "image":
                _lead_home(inner)
    html = _reader.renderer.render(tokens, _reader.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_allowed,
        link_rel="noopener noreferrer",
        url_schemes={"http", "https", "mailto", "tel"},
    )
    return Markup(clean)  # noqa: S704 - cleaned just above


def _lead_home(image: Token) -> None:
    """Give a picture the address where guides' pictures are shown; others lose theirs."""
    found = WRITTEN.fullmatch(str(image.attrGet("src") or ""))
    image.attrSet("src", PICTURES + found[1] if found else "")


def _allowed(tag: str, name: str, text: str) -> str | None:
    if name not in ATTRIBUTES.get(tag, ()):
        return None
    if tag == "a" and name == "href":
        return text if ELSEWHERE.fullmatch(text) or OWN_PATH.fullmatch(text) else None
    if tag == "img" and name == "src":
        return text if SHOWN.fullmatch(text) else None
    return text
