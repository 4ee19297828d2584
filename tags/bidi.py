"""The order in which left-to-right and right-to-left letters stand (Unicode UAX #9).

Only implicit levels: explicit embeddings, overrides and isolates are taken out of a text before
it gets here (see `tags.words`), so that no name can turn its neighbours around. Rules are named
as in the annex.
"""

from unicodedata import bidirectional

_STRONG = {"L": 0, "R": 1, "AL": 1}
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"})
_IGNORED = frozenset({"BN", "LRE", "RLE", "LRO", "RLO", "PDF"})
_SPACES = frozenset({"B", "S", "WS", "LRI", "RLI", "FSI", "PDI"})
_PAIRS = (
    "()[]{}⁅⁆⁽⁾₍₎⌈⌉⌊⌋❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟦⟧⟨⟩⟪⟫⦃⦄⦅⦆〈〉《》「」『』【】〔〕〖〗〘〙〚〛（）［］｛｝｟｠｢｣"
)
_CLOSING = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_OPENING = {close: opened for opened, close in _CLOSING.items()}
_BETWEEN = frozenset({("CS", "EN"), ("CS", "AN"), ("ES", "EN")})
_DEPTH = 63
"""Open brackets remembered at most (BD16)."""


def base_level(text: str) -> int:
    """Return 1 when the first strong letter reads from right to left, else 0 (P2, P3)."""
    return next((_STRONG[kind] for kind in map(bidirectional, text) if kind in _STRONG), 0)


def levels(text: str, base: int) -> list[int]:
    """Return the embedding level of every character; odd levels read from right to left."""
    kinds = [bidirectional(letter) or "L" for letter in text]
    seen = [place for place, kind in enumerate(kinds) if kind not in _IGNORED]
    types = [kinds[place] for place in seen]
    _weak(types, "R" if base else "L")
    _brackets([text[place] for place in seen], types, [kinds[place] for place in seen], base)
    _neutral(types, base)
    resolved = iter(_implicit(types, base))
    found: list[int] = []
    for kind in kinds:
        found.append((found[-1] if found else base) if kind in _IGNORED else next(resolved))
    return _trailing(kinds, found, base)


def visual(runs: list[int]) -> list[int]:
    """Return the order, left to right, in which runs of these levels are shown (L2)."""
    order = list(range(len(runs)))
    lowest_odd = min((level for level in runs if level % 2), default=1)
    for limit in range(max(runs, default=0), lowest_odd - 1, -1):
        start = 0
        while start < len(order):
            stop = start
            while stop < len(order) and runs[order[stop]] >= limit:
                stop += 1
            order[start:stop] = reversed(order[start:stop])
            start = stop + 1
    return order


def _weak(types: list[str], outside: str) -> None:
    _marks_and_numbers(types, outside)
    _separators(types)
    strong = outside
    for place, kind in enumerate(types):
        if kind in {"ES", "ET", "CS"}:  # W6
            types[place] = "ON"
        elif kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":  # W7
            types[place] = "L"


def _marks_and_numbers(types: list[str], outside: str) -> None:
    before = strong = outside
    for place, kind in enumerate(types):
        if kind == "NSM":  # W1
            types[place] = "ON" if before in {"LRI", "RLI", "FSI", "PDI"} else before
        before = types[place]
        if before in _STRONG:
            strong = before
        elif before == "EN" and strong == "AL":  # W2
            types[place] = before = "AN"
    for place, kind in enumerate(types):
        if kind == "AL":  # W3
            types[place] = "R"


def _separators(types: list[str]) -> None:
    for place in range(1, len(types) - 1):  # W4
        left, kind, right = types[place - 1 : place + 2]
        if left == right and (kind, left) in _BETWEEN:
            types[place] = left
    start = 0
    while start < len(types):  # W5
        stop = start
        while stop < len(types) and types[stop] == "ET":
            stop += 1
        if stop > start and "EN" in (types[start - 1 : start] + types[stop : stop + 1]):
            types[start:stop] = ["EN"] * (stop - start)
        start = stop + 1


def _direction(kind: str) -> int | None:
    """Return the side a resolved type counts for in N0 to N2, where numbers are right to left."""
    return 0 if kind == "L" else 1 if kind in {"R", "EN", "AN"} else None


def _brackets(letters: list[str], types: list[str], kinds: list[str], base: int) -> None:
    """Give a pair of brackets the direction of what it holds (N0)."""
    for opened, closed in sorted(_bracket_pairs(letters, types)):
        inside = {_direction(kind) for kind in types[opened + 1 : closed]} - {None}
        if not inside:
            continue
        side = base
        if base not in inside:
            before = (_direction(kind) for kind in reversed(types[:opened]))
            side = next((found for found in before if found is not None), base)
        for place in (opened, closed):
            types[place] = "R" if side else "L"
            for mark in range(place + 1, len(types)):
                if kinds[mark] != "NSM":
                    break
                types[mark] = types[place]


def _bracket_pairs(letters: list[str], types: list[str]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    for place, letter in enumerate(letters):
        if types[place] != "ON":
            continue
        if letter in _CLOSING:
            if len(waiting) == _DEPTH:
                return []
            waiting.append((letter, place))
        elif letter in _OPENING:
            match = [n for n, (opened, _) in enumerate(waiting) if opened == _OPENING[letter]]
            if match:
                pairs.append((waiting[match[-1]][1], place))
                del waiting[match[-1] :]
    return pairs


def _neutral(types: list[str], base: int) -> None:
    start = 0
    while start < len(types):
        stop = start
        while stop < len(types) and types[stop] in _NEUTRAL:
            stop += 1
        if stop > start:
            left = _direction(types[start - 1]) if start else base
            right = _direction(types[stop]) if stop < len(types) else base
            side = left if left == right else base  # N1, N2
            types[start:stop] = ["R" if side else "L"] * (stop - start)
        start = stop + 1


def _implicit(types: list[str], base: int) -> list[int]:
    """Return levels by type (I1, I2)."""
    raised = {"L": (0, 1), "R": (1, 0), "EN": (2, 1), "AN": (2, 1)}
    return [base + raised[kind][base] for kind in types]


def _trailing(kinds: list[str], found: list[int], base: int) -> list[int]:
    """Set white space at the end, and around separators, to the level of the text (L1)."""
    ending = True
    for place in reversed(range(len(kinds))):
        kind = kinds[place]
        if kind in {"B", "S"}:
            ending = True
        elif kind not in _SPACES and kind not in _IGNORED:
            ending = False
        if ending:
            found[place] = base
    return found
