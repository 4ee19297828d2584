"""What kind of device a browser says that it runs on, in plain names.

Only names that a person knows their own device by, and nothing finer: no versions, no models.
"""

from collections.abc import Sequence

BROWSERS = (
    ("Edg", "Edge"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Chromium/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What is looked for, in this order: nearly all also call themselves Safari, most also Chrome."""
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def _first(names: Sequence[tuple[str, str]], told: str) -> str:
    return next((name for mark, name in names if mark in told), "")


def browser_of(user_agent: str) -> str:
    """The browser's name; empty where it is none that people know."""
    return _first(BROWSERS, user_agent)


def system_of(user_agent: str) -> str:
    """What it runs on; empty where that is not told."""
    return _first(SYSTEMS, user_agent)
