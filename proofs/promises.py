"""The promises as they are listed in `promises.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LISTED = ROOT / "proofs" / "promises.toml"


@dataclass(frozen=True)
class Plant:
    """A fault: `old`, which stands once in `file`, becomes `new`, and `proof` has to fail."""

    fault: str
    file: str
    old: str
    new: str
    proof: str

    def planted(self, text: str) -> str:
        """The text of the file with the fault in it; a ValueError where there is no one place."""
        if text.count(self.old) != 1:
            raise ValueError(f"{self.file}: {text.count(self.old)} places for {self.fault!r}")
        return text.replace(self.old, self.new)


@dataclass(frozen=True)
class Promise:
    """One promise: its words, tests that prove it, and what they were seen to fail on."""

    number: int
    words: str
    proofs: tuple[str, ...]
    shows: str
    """What the proofs do, in a sentence."""
    runs: str
    """The figure that counts how often the proof was tried: three over it bounds the rate of
    failures at 95 % where none was seen (the rule of three); empty where none is counted."""
    limits: str
    """What the proofs do not show."""
    plants: tuple[Plant, ...]

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The proofs' files, without the names of tests in them."""
        return tuple(each.partition("::")[0] for each in self.proofs)


def _read(number: int, said: dict[str, Any]) -> Promise:
    return Promise(
        number,
        said["words"],
        tuple(said["proofs"]),
        said["shows"],
        said.get("runs", ""),
        said.get("limits", ""),
        tuple(Plant(**each) for each in said.get("plants", ())),
    )


def listed() -> tuple[Promise, ...]:
    """All promises, in their order."""
    said = tomllib.loads(LISTED.read_text())
    return tuple(_read(n, each) for n, each in enumerate(said["promise"], start=1))
