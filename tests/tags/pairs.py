"""Stocks and the designs that fit them: all pairs, or one of each size of label."""

import os
from collections.abc import Callable, Iterable
from functools import cache

from tags import Design, Stock, TagError, catalogue, designs, fits

EVERY = bool(os.environ.get("ROOMWORTHY_EVERY_PAIR"))
"""Whether tests look at every pair: thousands, and minutes."""

Pair = tuple[Stock, Design]


@cache
def every_pair() -> tuple[Pair, ...]:
    """Every stock with every design that fits it."""
    return tuple(
        (stock, design) for design in designs() for stock in catalogue() if _fits(design, stock)
    )


def _fits(design: Design, stock: Stock) -> bool:
    try:
        fits(design, stock)
    except TagError:
        return False
    return True


def one_of_each(pairs: Iterable[Pair], kind: Callable[[Stock], object]) -> list[Pair]:
    """The first pair of each arrangement and kind of stock."""
    found: dict[object, Pair] = {}
    for stock, design in pairs:
        found.setdefault((design.arrangement, kind(stock)), (stock, design))
    return list(found.values())


def size(stock: Stock) -> tuple[object, ...]:
    """The size of a label to 3 mm, and what else of a stock a layout depends on."""
    return round(stock.label_width / 3), round(stock.label_height / 3), stock.dpi, stock.shape


def class_of(stock: Stock) -> tuple[object, ...]:
    """The size of a label in steps of some half: small and long, small and square, and so on."""
    return _step(stock.label_width), _step(stock.label_height), bool(stock.dpi), stock.shape


def _step(length: float) -> int:
    return next(step for step, most in enumerate((24, 36, 54, 80, 120, 180, 999)) if length < most)


def of_design(design_id: str) -> list[Pair]:
    """Every stock that a design fits."""
    return [(stock, design) for stock, design in every_pair() if design.id == design_id]
