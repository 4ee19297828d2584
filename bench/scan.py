"""How many scan pages a second, beside a bare Flask page on the same server in the same run.

    python -m bench.scan [--rooms 1000 50000] [--seconds 4]

Needs `wrk` (a Debian package). For each number of rooms: the program and the bare page are each
served by granian with two workers on this machine; `wrk` asks with 16 connections. "warm" is one
tag scanned again and again, "304" the same with its ETag, "cold" tags at random, "long way" a tag
scanned by a browser with a cookie, so that nothing is kept.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from bench.estate import fill
from bench.serving import serving

CONNECTIONS = 16

COLD = """
local codes = {}
for line in io.lines("%s") do codes[#codes + 1] = line end
math.randomseed(7)
request = function() return wrk.format("GET", "/t/" .. codes[math.random(#codes)]) end
"""


def rate(address: str, seconds: int, *options: str) -> tuple[float, str]:
    """Requests a second and the 99th percentile of the time of one, as `wrk` saw them."""
    ran = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *options, address],
        capture_output=True,
        text=True,
        check=True,
    )
    if wrong := re.search(r"Non-2xx or 3xx responses: (\d+)", ran.stdout):
        raise SystemExit(f"{address}: {wrong[1]} answers were errors")
    found = re.search(r"Requests/sec:\s+([\d.]+)", ran.stdout)
    slow = re.search(r"99%\s+(\S+)", ran.stdout)
    assert found, ran.stdout
    assert slow, ran.stdout
    return float(found[1]), slow[1]


def measure(folder: Path, rooms: int, seconds: int) -> None:
    """Print the figures for an estate of so many rooms."""
    codes = fill(folder, rooms)
    listed = folder / "codes.txt"
    listed.write_text("\n".join(codes))
    script = folder / "cold.lua"
    script.write_text(COLD % listed)
    with serving("bench.bare:app", folder) as base:
        bare, slow = rate(base + "/", seconds)
    print(f"\n{rooms:,} rooms\n  {'bare Flask page':<22}{bare:>9,.0f}/s          p99 {slow}")
    with serving("wsgi:app", folder) as base:
        one = f"{base}/t/{codes[0]}"
        with urllib.request.urlopen(one) as answer:  # noqa: S310 - our own server
            etag, size = answer.headers["ETag"], len(answer.read())
        cases: dict[str, tuple[str, ...]] = {
            "warm": (one,),
            "304": (one, "-H", f"If-None-Match: {etag}"),
            "cold, at random": (base, "-s", str(script)),
            "long way": (one, "-H", "Cookie: other=1"),
        }
        for name, (address, *options) in cases.items():
            found, slow = rate(address, seconds, *options)
            print(f"  {name:<22}{found:>9,.0f}/s  {found / bare:>5.2f} x  p99 {slow}")
        print(f"  one page is {size:,} bytes, unpacked")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description="Scan pages per second.")
    parser.add_argument("--rooms", type=int, nargs="+", default=[1_000, 50_000])
    parser.add_argument("--seconds", type=int, default=4)
    asked = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: apt-get install wrk")
    for rooms in asked.rooms:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), rooms, asked.seconds)


if __name__ == "__main__":
    main()
