"""A process that has loaded the program and forks what is asked of it: `python -m tests.starter`.

To start the program takes 2 s of a processor, nearly all of it loading; a fork has it loaded. It is
told on standard input, a line of JSON at a time, and answers each with a line. What it forks is
`python -m` with the given words, environment and output, as it would run by itself, but that
Granian's worker is forked as well. `tests/journeys/test_make_run.py` starts the program as people
do.
"""

import json
import multiprocessing
import os
import runpy
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from app import create_app
from app.settings import Settings


def load() -> None:
    """Make a program once, which loads all its parts."""
    with TemporaryDirectory() as folder:
        create_app(Settings(testing=True, data=Path(folder), database_url="sqlite://"))


def run(words: list[str], environment: dict[str, str], output: str) -> None:
    """Be `python -m WORDS`; what follows is to end the process."""
    os.setpgid(0, 0)
    into = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream, number in ((os.open(os.devnull, os.O_RDONLY), 0), (into, 1), (into, 2)):
        os.dup2(stream, number)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = words
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)


def ended(process: int, *, patient: bool) -> int | None:
    """The exit status of a fork; None where it runs on."""
    found, status = os.waitpid(process, 0 if patient else os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def main() -> None:
    """Do what the lines say until there are no more."""
    multiprocessing.set_start_method("fork")
    load()
    for line in sys.stdin:
        told = json.loads(line)
        if "words" in told:
            process = os.fork()
            if not process:
                run(**told)
                return
            answer: int | None = process
        else:
            answer = ended(**told)
        print(json.dumps(answer), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
