"""Plant each fault in a copy of the program, and see its proof fail: `python -m proofs.sabotage`.

Numbers of promises after it choose among them. A proof that stays green with its fault planted is a
proof of nothing: it is named, and the command fails.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from proofs.figures import keep_planted, planted
from proofs.promises import ROOT, Plant, listed
from proofs.table import write

FAILED = 1
"""What pytest answers where tests ran and some failed; all else is no proof."""
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "var", "__pycache__", "node_modules", ".*_cache"
)


def copy(into: Path) -> Path:
    """A copy of the program to plant faults in."""
    whole = into / "program"
    shutil.copytree(ROOT, whole, ignore=NOT_COPIED, symlinks=True)
    return whole


def is_red(plant: Plant, program: Path) -> bool:
    """Whether the proof fails with the fault planted; the copy is whole again after."""
    file = program / plant.file
    text = file.read_text()
    file.write_text(plant.planted(text))
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", plant.proof]
    try:
        ended = subprocess.run(
            command,
            cwd=program,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        file.write_text(text)
    if ended.returncode != FAILED:
        print(ended.stdout[-2000:], ended.stderr[-2000:])
    return ended.returncode == FAILED


def main() -> int:
    """Plant what is asked for, or all; how many faults no proof saw."""
    asked = {int(each) for each in sys.argv[1:]}
    today, missed = datetime.now(UTC).date().isoformat(), 0
    with tempfile.TemporaryDirectory() as folder:
        program = copy(Path(folder))
        for promise in listed():
            for plant in promise.plants if not asked or promise.number in asked else ():
                red = is_red(plant, program)
                days = planted()
                days.pop(plant.fault, None)
                keep_planted(days | ({plant.fault: today} if red else {}))
                missed += not red
                print(f"{promise.number:>2}  {'red' if red else 'NOT SEEN':<9} {plant.fault}")
    write()
    return missed


if __name__ == "__main__":
    sys.exit(main())
