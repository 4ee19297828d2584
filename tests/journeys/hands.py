"""What a person does in a browser, counted, and how long it takes by a model that is known."""

from dataclasses import dataclass

from playwright.sync_api import Locator

POINT, CLICK, KEY, THINK = 1.1, 0.2, 0.28, 1.35
"""Seconds of a person, by the keystroke-level model: Card, Moran and Newell, 1983."""


@dataclass
class Hands:
    """What a person does, counted: taps, fields, and how long that takes."""

    taps: int = 0
    fields: int = 0
    seconds: float = 0.0

    def tap(self, what: Locator) -> None:
        """Press something."""
        what.click()
        self.taps += 1
        self.seconds += THINK + POINT + CLICK

    def write(self, what: Locator, text: str) -> None:
        """Fill a field."""
        what.fill(text)
        self._filled(KEY * len(text))

    def choose(self, what: Locator, words: str) -> None:
        """Choose from a list."""
        what.select_option(label=words)
        self._filled(POINT + CLICK)

    def _filled(self, seconds: float) -> None:
        self.fields += 1
        self.seconds += THINK + POINT + CLICK + seconds
