"""A script for `app.bounded`: many pictures through one cage, as a child each would take minutes.

In: the path of the cage on the command line, JSON lists of base64 on stdin.
Out: per picture the stored file in base64, "" where it was refused.
"""

import base64
import json
import runpy
import sys

MOST = 60_000_000


def main() -> None:
    """Opens each picture as both a photo and a logo."""
    cage = runpy.run_path(sys.argv[1])
    told = []
    for sent in json.load(sys.stdin):
        for into in ("JPEG", "PNG"):
            try:
                made = cage["saved"](
                    cage["painted"](base64.b64decode(sent), into, 2048, MOST), into
                )
            except Exception as found:
                made = b"" if not isinstance(found, MemoryError) else b"memory"
            told.append(base64.b64encode(made).decode())
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
