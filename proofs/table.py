"""Write `docs/promises.md`: each promise with its proof, and what the last run showed."""

from collections.abc import Iterator

from proofs.figures import Figures, Run, kept, planted
from proofs.promises import ROOT, Promise, listed

PAGE = ROOT / "docs" / "promises.md"
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
HEAD = """# What Roomworthy promises, and how each promise is proved

This page is written by the proofs themselves: `make prove` runs them and keeps their figures,
`make sabotage` plants each fault in a copy of the program and sees that its proof fails. What to
prove, and what to plant, stands in `proofs/promises.toml`. A run without a failure shows only so
much: of n tries without one, the true rate of failures is below 3/n (at 95 %).

| # | promise | last run | strength | faults planted, and last seen red |
| --- | --- | --- | --- | --- |
"""


def _size(run: Run) -> str:
    """What a run was made of."""
    figures = "".join(f", {number:,} {name}" for name, number in run.figures.items())
    failed = f", **{run.failed} failed**" if run.failed else ", 0 failed"
    return f"{run.tests:,} tests{figures}{failed}"


def _last(figures: Figures | None) -> str:
    if figures is None:
        return "not run yet"
    runs = (f"{ENGINES[engine]}: {_size(run)}" for engine, run in figures.runs.items())
    return f"{figures.day}: " + "; ".join(runs)


def strength(promise: Promise, figures: Figures | None) -> str:
    """The rate of failures that the weakest run could have overlooked."""
    if not promise.runs or figures is None:
        return "by rule, not by chance" if not promise.runs else "not run yet"
    tries = [each.figures.get(promise.runs, 0) for each in figures.runs.values()]
    fewest = min((each for each in tries if each), default=0)
    if not fewest or any(each.failed for each in figures.runs.values()):
        return "none"
    return f"below {300 / fewest:.2g} % of {promise.runs}"


def _rows() -> Iterator[str]:
    figures, days = kept(), planted()
    for promise in listed():
        last = figures.get(promise.number)
        red = "; ".join(
            f"{plant.fault} ({days.get(plant.fault, 'not planted yet')})"
            for plant in promise.plants
        )
        cells = (promise.words, _last(last), strength(promise, last), red or "none yet")
        yield f"| {promise.number} | " + " | ".join(cells) + " |\n"


def _proofs() -> Iterator[str]:
    for promise in listed():
        yield f"\n## {promise.number}. {promise.words}\n\n{promise.shows}\n"
        if promise.limits:
            yield f"\nNot shown: {promise.limits}\n"
        yield "\n" + "".join(f"- `{proof}`\n" for proof in promise.proofs)


def page() -> str:
    """The whole page."""
    return HEAD + "".join(_rows()) + "".join(_proofs())


def write() -> None:
    """Write the page from what is listed and kept."""
    PAGE.write_text(page())


if __name__ == "__main__":
    write()
