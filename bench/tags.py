"""How quickly tag sheets are made, beside two usual ways, in one run: `python -m bench.tags`.

All print the same order on A4 sheets of 21 labels: a code of version 3, level Q, the room's name,
what it is, where it is, the code in groups, and what to do. Each figure comes from a process of
its own, after a warm-up sheet, with the most memory that process ever held. Seconds are processor
seconds (all ways use one core), so that other work on the machine counts less. Ours includes
reading codes back from the finished file, which no rival does: "check" is its share. Rivals:

- reportlab and segno: Helvetica, modules as runs of rectangles in one path; every text is drawn
  as it is, neither fitted nor shaped;
- WeasyPrint alone: a page of HTML with the codes as PNG pictures (base64), made by segno.
  Its 10,000 take some two minutes and 1.5 GB.
"""

import argparse
import base64
import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, BinaryIO

from tags import Face, design, grouped, print_tags, sheet, stock

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
COUNTS = (100, 1_000, 10_000)
SHEET = stock("avery-l7160")
POINT = 25.4 / 72

HAN = "第三会议室大讲堂化学楼实验北京上海广州图书馆语音数学物理生命科学"
NAMES: dict[str, Callable[[int, Random], str]] = {
    "latin": lambda n, _: f"Seminar room B {n}.{n % 7}",
    "chinese": lambda n, chance: "".join(chance.choices(HAN, k=7)) + str(n),
    "arabic": lambda n, _: f"قاعة المحاضرات الكبرى {n}",
    "long": lambda n, _: f"Collaborative learning commons and research seminar room number {n}",
}


def faces(count: int, script: str = "latin") -> Iterator[Face]:
    """Yield distinct faces of a large campus, every name another one."""
    chance = Random(7)  # noqa: S311 (not a secret)
    for number in range(count):
        code = "".join(chance.choices(LETTERS, k=12))
        yield Face(
            code=code,
            address=f"HTTPS://ROOMS.EXAMPLE.EDU/T/{code}",
            title=NAMES[script](number, chance),
            subtitle="Seminar room, 40 seats",
            place=f"Chemistry building · Floor {number % 9}",
            verb="Something wrong? Scan me.",
            detail="See when this room was last checked.",
            help_line="Call 5555",
            organisation="Example University",
        )


def ours(order: Iterator[Face], out: BinaryIO) -> None:
    """Print as the product does."""
    print_tags(order, SHEET, design("label"), out=out)


class _Watch:
    """Counts the processor seconds spent in a function."""

    def __init__(self, watched: Callable[..., Any]) -> None:
        self.seconds = 0.0
        self._watched = watched

    def __call__(self, *given: Any) -> Any:
        start = time.process_time()
        try:
            return self._watched(*given)
        finally:
            self.seconds += time.process_time() - start


def reportlab_and_segno(order: Iterator[Face], out: BinaryIO) -> None:
    """Print with the usual PDF writer and the quickest maker of codes."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 (measured in its own process)

    canvas = Canvas(out, pagesize=(SHEET.page_width / POINT, SHEET.page_height / POINT))
    for number, face in enumerate(order):
        if number and number % SHEET.per_sheet == 0:
            canvas.showPage()
        left, top = SHEET.corner(number)
        x, y = left / POINT, (SHEET.page_height - top - SHEET.label_height) / POINT
        _segno_code(canvas, face.address, x, y)
        texts = ((20, 76, face.title), (8, 60, face.subtitle), (7, 48, face.place))
        for size, up, text in (*texts, (10, 32, grouped(face.code)), (8, 12, face.verb)):
            canvas.setFont("Helvetica", size)
            canvas.drawString(x + 82, y + up, text)
    canvas.save()


def _segno_code(canvas: Any, address: str, x: float, y: float) -> None:
    import segno  # noqa: PLC0415 (measured in its own process)

    module = 27.2 / 37 / POINT
    path = canvas.beginPath()
    for row, modules in enumerate(segno.make(address, error="q", boost_error=False).matrix):
        start = None
        for column, dark in enumerate((*modules, 0)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                down = y + (32 - row) * module
                path.rect(x + (start + 4) * module, down, (column - start) * module, module)
                start = None
    canvas.drawPath(path, stroke=0, fill=1)


STYLE = (
    "@page{size:210mm 297mm;margin:15.15mm 7.2mm}body{margin:0}"
    "div{position:absolute;width:63.5mm;height:38.1mm}img{float:left;width:27mm}"
    "p{margin:0;font:8pt Noto Sans}h1{margin:0;font:bold 14pt Noto Sans}"
    "section{position:relative;height:266mm;break-after:page}"
)


def weasyprint_and_png(order: Iterator[Face], out: BinaryIO) -> None:
    """Print as most web applications do: a page of HTML with pictures of codes."""
    from weasyprint import HTML  # noqa: PLC0415 (measured in its own process)

    parts: list[str] = []
    for number, face in enumerate(order):
        place = number % SHEET.per_sheet
        parts.append("" if place else f"{'</section>' if number else ''}<section>")
        left, top = SHEET.corner(place)
        where = f"left:{left - SHEET.left}mm;top:{top - SHEET.top}mm"
        lines = (face.subtitle, face.place, grouped(face.code), face.verb)
        said = "".join(f"<p>{line}</p>" for line in lines)
        code = f'<img src="data:image/png;base64,{_png(face.address)}">'
        parts.append(f'<div style="{where}">{code}<h1>{face.title}</h1>{said}</div>')
    HTML(string=f"<style>{STYLE}</style>{''.join(parts)}</section>").write_pdf(out)


def _png(address: str) -> str:
    import segno  # noqa: PLC0415 (measured in its own process)

    png = io.BytesIO()
    segno.make(address, error="q", boost_error=False).save(png, kind="png", scale=8, border=4)
    return base64.b64encode(png.getvalue()).decode()


WAYS: dict[str, Callable[[Iterator[Face], BinaryIO], None]] = {
    "roomworthy": ours,
    "reportlab + segno": reportlab_and_segno,
    "weasyprint + png": weasyprint_and_png,
}


def measure(way: str, count: int, script: str) -> dict[str, float]:
    """Return processor seconds, bytes and peak megabytes of one order, printed here and now."""
    WAYS[way](faces(SHEET.per_sheet), io.BytesIO())
    start = time.process_time()
    WAYS[way](faces(SHEET.per_sheet), io.BytesIO())
    small = time.process_time() - start
    out = io.BytesIO()
    names = vars(sheet)
    names["read_back"] = watch = _Watch(names["read_back"])
    start = time.process_time()
    WAYS[way](faces(count, script), out)
    seconds = time.process_time() - start
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    size = len(out.getvalue())
    peak = kilobytes / 1024
    check = watch.seconds / seconds
    return {"seconds": seconds, "small": small, "bytes": size, "peak": peak, "check": check}


def apart(way: str, count: int, script: str, runs: int) -> dict[str, float]:
    """Return the best of some runs, each in a process of its own."""
    command = [sys.executable, "-m", "bench.tags", "--one", way, str(count), script]
    done = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(runs)
    ]
    best: dict[str, float] = min(done, key=lambda result: float(result["seconds"]))
    return best


def report(counts: tuple[int, ...], runs: int) -> None:
    """Print the table, and what it comes to against the rivals."""
    heads = ("way", "names", "tags", "tags/s", "s", "check", "21 warm, ms", "peak MB", "bytes/tag")
    print("{:20}{:>9}{:>8}{:>9}{:>8}{:>7}{:>13}{:>9}{:>11}".format(*heads))
    speeds: dict[tuple[str, int], float] = {}
    for way in WAYS:
        for count in counts:
            speeds[way, count] = _row(way, count, "latin", runs)
    for script in ("long", "chinese", "arabic"):
        _row("roomworthy", 1_000, script, runs)
    for (way, count), speed in speeds.items():
        if way != "roomworthy":
            print(f"{count:6} tags: {speeds['roomworthy', count] / speed:6.1f} x {way}")


def _row(way: str, count: int, script: str, runs: int) -> float:
    got = apart(way, count, script, runs)
    speed = count / got["seconds"]
    print(
        f"{way:20}{script:>9}{count:8}{speed:9.0f}{got['seconds']:8.2f}"
        f"{got['check']:7.0%}{got['small'] * 1e3:13.0f}"
        f"{got['peak']:9.0f}{got['bytes'] / count:11.0f}",
        flush=True,
    )
    return speed


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=3, metavar=("WAY", "COUNT", "NAMES"), help="measure here")
    parser.add_argument("--counts", type=int, nargs="+", default=COUNTS)
    parser.add_argument("--runs", type=int, default=1, help="the best of how many counts")
    asked = parser.parse_args()
    if asked.one:
        way, count, script = asked.one
        print(json.dumps(measure(way, int(count), script)))
    else:
        report(tuple(asked.counts), asked.runs)


if __name__ == "__main__":
    main()
