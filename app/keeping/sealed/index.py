"""The index at the end of a backup: what is in it, with counts and sums."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from app.keeping.sealed.sealing import Damaged
from app.rows import Tally


@dataclass
class Index:
    """What a backup holds. `tables` by name; `missing`: photos that were gone or cut before it."""

    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    photos: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    """The settings that are no secret, to be compared where it is restored."""

    key_mark: str = ""
    """Tells whether a secret key is the one of then, to whoever has it: salt and mark."""

    def written(self) -> bytes:
        """As it is stored."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()


def read_index(content: Iterable[bytes]) -> Index:
    """The index that was stored; raises `Damaged` where it is none."""
    try:
        return Index(**json.loads(b"".join(content)))
    except (ValueError, TypeError):
        raise Damaged("The index of this backup can't be read.") from None


class FileTally:
    """Counts files, each by its name and what is in it."""

    def __init__(self) -> None:
        self._tally = Tally()

    def passing(self, name: str, parts: Iterable[bytes]) -> Iterable[bytes]:
        """The same parts; when all have passed, the file is counted."""
        found = sha256()
        for part in parts:
            found.update(part)
            yield part
        self._tally.add(f"{name}\n{found.hexdigest()}".encode())

    @property
    def told(self) -> dict[str, Any]:
        """As it stands in an index."""
        return self._tally.told


def safe_name(name: str) -> PurePosixPath:
    """The name as a path inside a folder; raises `Damaged` where it leads anywhere else."""
    path = PurePosixPath(name)
    plain = name and not path.is_absolute() and "\\" not in name and "\x00" not in name
    if not plain or any(part in {"", ".", ".."} for part in name.split("/")):
        raise Damaged("This backup holds a file whose name leads out of its folder.")
    return path
