"""What the last runs of the proofs showed, kept beside them in `figures.json`."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from proofs.promises import ROOT

KEPT = ROOT / "proofs" / "figures.json"


@dataclass(frozen=True)
class Run:
    """One run of a promise's proofs on one engine."""

    tests: int
    failed: int
    seconds: int
    figures: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """The day of a promise's last runs, and each by its engine."""

    day: str
    runs: dict[str, Run]


def kept() -> dict[int, Figures]:
    """The last runs by the number of their promise."""
    if not KEPT.exists():
        return {}
    return {
        int(number): Figures(
            said["day"], {engine: Run(**each) for engine, each in said["runs"].items()}
        )
        for number, said in json.loads(KEPT.read_text())["promises"].items()
    }


def keep(figures: Mapping[int, Figures]) -> None:
    """Write the last runs down."""
    said = {str(number): asdict(each) for number, each in sorted(figures.items())}
    _write("promises", said)


def planted() -> dict[str, str]:
    """The day on which each fault was last seen red."""
    return dict(json.loads(KEPT.read_text()).get("planted", {})) if KEPT.exists() else {}


def keep_planted(days: Mapping[str, str]) -> None:
    """Write down when each fault was seen red."""
    _write("planted", dict(sorted(days.items())))


def _write(part: str, said: object) -> None:
    before = json.loads(KEPT.read_text()) if KEPT.exists() else {"promises": {}, "planted": {}}
    KEPT.write_text(json.dumps(before | {part: said}, indent=1) + "\n")
