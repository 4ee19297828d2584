"""Browsers that send forms to a server that keeps dying: each is sent until it is answered."""

from __future__ import annotations

import http.client
import random
import re
import time
from collections.abc import Callable
from urllib.parse import urlencode

from tests.crash.acts import Act, Session
from tests.crash.phones import AGAIN, BUSY, Sender

SLOWED = 429
FORM = "application/x-www-form-urlencoded"


class Caller(Sender):
    """Sends what `next_act` gives, one after the other, until told that it is enough."""

    def __init__(
        self, port: int, who: Session, next_act: Callable[[random.Random], Act], seed: int
    ) -> None:
        super().__init__(port, seed)
        self.acts: list[Act] = []
        self._session, self._next_act = who, next_act

    def run(self) -> None:
        """Until it is enough, and the last one is answered."""
        while not self.enough.is_set():
            act = self._next_act(self._chance)
            self.acts.append(act)
            while not self._done(act):
                time.sleep(AGAIN)
            time.sleep(self._chance.uniform(0, 2 * AGAIN))
        self._hang_up()

    def _done(self, act: Act) -> bool:
        """Whether nothing is left to try."""
        self.tries += 1
        act.tries += 1
        body = urlencode({**act.fields, "csrf_token": self._session.token}).encode()
        try:
            status, where, content = self._posted(act.path, body)
        except (OSError, http.client.HTTPException):
            self._hang_up()
            return False
        if status == 303:
            act.answers.append(where)
            self.answers += 1
        elif status in BUSY or status == SLOWED:
            return False
        elif not act.is_settled(status):
            self.strange.append(f"{status} to {act.word}: {_said(content)}")
        return True

    def _posted(self, path: str, body: bytes) -> tuple[int, str, bytes]:
        line = self._open_line()
        headers = {"Content-Type": FORM, "Cookie": f"session={self._session.cookie}"}
        line.request("POST", path, body, headers | {"Sec-Fetch-Site": "same-origin"})
        if self._chance.random() < 0.05:
            raise ConnectionAbortedError  # the signal is gone before the answer
        answer = line.getresponse()
        return answer.status, answer.getheader("Location") or "", answer.read()


def _said(page: bytes) -> str:
    """What a page refuses, and why: the sentences without the markup."""
    found = re.findall(r'class="(?:lead|error[^"]*|notice[^"]*)"[^>]*>(.*?)<', page.decode(), re.S)
    return " ".join(" ".join(each.split()) for each in found)[:300]
