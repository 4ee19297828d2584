"""Many processes that send the same checks at one moment: `python -m tests.crash.crowd`.

On standard input it is told the port, somebody's session, and for each process its messages. Every
process opens a line of its own and waits; then all send, each in an order of its own. Printed is,
for each process, the status and the answer to each message. Nothing of the program is loaded here.
"""

import http.client
import json
import os
import sys
from typing import Any

Answers = list[tuple[int, Any]]


def send(port: int, who: dict[str, str], messages: list[dict[str, Any]]) -> Answers:
    """What each message was answered."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/json", "Cookie": f"session={who['cookie']}"}
    answers = []
    for each in messages:
        line.request(
            "POST", "/sync/checks", json.dumps(each), headers | {"X-CSRFToken": who["token"]}
        )
        answer = line.getresponse()
        answers.append((answer.status, json.loads(answer.read())))
    line.close()
    return answers


def begin(number: int, told: dict[str, Any], gate: tuple[int, int]) -> int:
    """Fork a process that waits at the gate; gives where it will write its answers."""
    here, there = os.pipe()
    if os.fork():
        os.close(there)
        return here
    os.close(gate[1])
    messages = told["messages"][number]
    turn = number * 7 % len(messages)
    os.read(gate[0], 1)  # ends when the gate is closed, for all at once
    answers = send(told["port"], told["who"], messages[turn:] + messages[:turn])
    with os.fdopen(there, "w") as out:
        json.dump(answers, out)
    os._exit(0)


def main() -> None:
    """Let all begin, and tell what they were answered."""
    told = json.load(sys.stdin)
    gate = os.pipe()
    pipes = [begin(number, told, gate) for number in range(len(told["messages"]))]
    os.close(gate[1])
    answers = []
    for each in pipes:
        with os.fdopen(each) as pipe:
            answers.append(json.loads(pipe.read()))
    sys.stdout.write(json.dumps(answers))


if __name__ == "__main__":
    main()
