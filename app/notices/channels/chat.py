"""Chat rooms, by Apprise: it knows how some dozen services want to be spoken to.

It knows a hundred more, some of which run programs or write files. So an address has to begin with
one of the names below, and to bear no option but those below (others read files, or try again for
hours); whatever it asks goes through our one way out, which it is lent for one message.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from flask import current_app
from flask_babel import gettext as _

from app.outgoing_lent import lent

SECONDS = 15.0
SERVICES = {
    "discord": "Discord",
    "gchat": "Google Chat",
    **dict.fromkeys(("gotify", "gotifys"), "Gotify"),
    **dict.fromkeys(("matrix", "matrixs"), "Matrix"),
    **dict.fromkeys(("mmost", "mmosts"), "Mattermost"),
    **dict.fromkeys(("msteams", "workflow", "workflows"), "Microsoft Teams"),
    **dict.fromkeys(("ntfy", "ntfys"), "ntfy"),
    **dict.fromkeys(("rocket", "rockets"), "Rocket.Chat"),
    "slack": "Slack",
    "tgram": "Telegram",
}
"""What an address may begin with, before its ://, and the service behind it."""

EXAMPLES = (
    ("Discord", "discord://WEBHOOK_ID/WEBHOOK_TOKEN"),
    ("Google Chat", "gchat://SPACE/KEY/TOKEN"),
    ("Gotify", "gotifys://chat.example.edu/TOKEN"),
    ("Matrix", "matrixs://USER:PASSWORD@chat.example.edu/#rooms"),
    ("Mattermost", "mmosts://chat.example.edu/TOKEN"),
    ("Microsoft Teams", "workflows://HOST/WORKFLOW/SIGNATURE"),
    ("ntfy", "ntfys://ntfy.example.edu/rooms"),
    ("Rocket.Chat", "rockets://USER:PASSWORD@chat.example.edu/#rooms"),
    ("Slack", "slack://TOKEN_A/TOKEN_B/TOKEN_C/#rooms"),
    ("Telegram", "tgram://BOT_TOKEN/CHAT_ID"),
)
"""How the addresses look, as Apprise wants them."""
OPTIONS = {"auth", "id", "mode", "sig", "signature", "thread", "to", "token", "version", "workflow"}
"""What may stand after the question mark."""


def service_of(address: str) -> str | None:
    """Which service the address is of; None where it is of none that is allowed."""
    scheme, parted, rest = address.strip().partition("://")
    given = parse_qsl(rest.partition("?")[2], keep_blank_values=True)
    if not parted or any(name.lower() not in OPTIONS for name, _value in given):
        return None
    return SERVICES.get(scheme.lower())


def _room(address: str) -> Any | None:
    from apprise import Apprise, AppriseAsset, PersistentStoreMode  # noqa: PLC0415 - it takes a second

    asset = AppriseAsset(
        app_id="Roomworthy",
        app_desc="Roomworthy",
        image_url_mask="",
        image_url_logo="",
        storage_mode=PersistentStoreMode.MEMORY,
        plugin_paths=[],
        async_mode=False,
    )
    return Apprise.instantiate(address.strip(), asset=asset, suppress_exceptions=True)


def is_understood(address: str) -> bool:
    """Whether the address says all that its service needs; nobody is asked."""
    return service_of(address) is not None and _room(address) is not None


def say(address: str, told: Sequence[tuple[str, str, str]]) -> str:
    """Say it in the room; a sentence about what went wrong, or nothing.

    `told` are subjects, bodies and paths; several come as one message.
    """
    room = _room(address) if service_of(address) else None
    if room is None:
        return _("This is no address of a chat room that is allowed.")
    base = current_app.config["SETTINGS"].public_url
    title = told[0][0] if len(told) == 1 else _("%(num)d messages", num=len(told))
    parts = [
        "\n".join(
            each for each in (subject if len(told) > 1 else "", body, link and base + link) if each
        )
        for subject, body, link in told
    ]
    with lent(SECONDS) as loan:
        if room.notify(body="\n\n".join(parts), title=title):
            return ""
    return loan.problem or _("The chat room did not take it.")
