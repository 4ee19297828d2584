"""How a test tells a figure of what it tried; `proofs.prove` adds them up and writes them down."""

from collections.abc import Callable

Telling = Callable[[str, int], None]
"""pytest's own `record_property`: what was counted, in the plural, and how many."""
