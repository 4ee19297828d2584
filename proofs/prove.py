"""Run the proofs, and write down what they showed: `python -m proofs.prove [promise …]`.

Each proof is a test. A test tells a figure by pytest's own `record_property`; whatever the same
figure is told several times is added up. `ROOMWORTHY_KILLS` and its like make the runs longer.
"""

import subprocess
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from proofs.figures import Figures, Run, keep, kept
from proofs.promises import ROOT, Promise, listed
from proofs.table import write

ENGINES = ("sqlite", "postgresql")
FAMILY = "junit_family=xunit1"
"""The report that has a place for figures."""
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", FAMILY)
NOTHING_COLLECTED = 5


def read(report: Path) -> Run:
    """What a report in JUnit's XML says: tests, failures, seconds and figures."""
    suite = ElementTree.parse(report).getroot().find("testsuite")  # noqa: S314 - pytest's own
    assert suite is not None
    figures: Counter[str] = Counter()
    for each in suite.iter("property"):
        if each.attrib["value"].isdigit():  # others tell something else there
            figures[each.attrib["name"]] += int(each.attrib["value"])
    failed = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
    seconds = round(float(suite.attrib["time"]))
    return Run(int(suite.attrib["tests"]), failed, seconds, dict(figures))


def run(promise: Promise, engine: str) -> Run | None:
    """One run of a promise's proofs; None where none of them has a database of this kind."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [*PYTEST, f"--database={engine}", f"--junitxml={report}", *promise.proofs]
        ended = subprocess.run(command, cwd=ROOT, check=False)
        return None if ended.returncode == NOTHING_COLLECTED else read(report)


def main() -> int:
    """Run what is asked for, or all; how many promises were broken."""
    asked = {int(each) for each in sys.argv[1:]}
    figures, broken = kept(), 0
    for promise in listed():
        if asked and promise.number not in asked:
            continue
        runs = {engine: found for engine in ENGINES if (found := run(promise, engine))}
        figures[promise.number] = Figures(datetime.now(UTC).date().isoformat(), runs)
        broken += any(each.failed for each in runs.values())
        keep(figures)
        write()
    return broken


if __name__ == "__main__":
    sys.exit(main())
