"""The way out, lent to a library that brings a client of its own (`requests`).

Whatever such a library asks in this process goes through `outgoing`: names are resolved once and
refused where they lead inside, nothing is followed, and all it asks for one purpose together ends
at a moment that was set beforehand. Where nothing was lent, it reaches nobody.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict

from app import outgoing

MOST_BYTES = 200_000
Unanswered = requests.RequestException
"""What such a library raises where nothing came back that it can use."""


@dataclass
class Loan:
    """Until when the library may ask, and why it came to nothing, if so."""

    until: float
    problem: str = ""


_loan: ContextVar[Loan | None] = ContextVar("the way out on loan", default=None)


@contextmanager
def lent(seconds: float) -> Iterator[Loan]:
    """Let whatever asks by `requests` within out, for so long."""
    loan = Loan(time.monotonic() + seconds)
    token = _loan.set(loan)
    try:
        yield loan
    finally:
        _loan.reset(token)


def _send(
    _adapter: HTTPAdapter, request: requests.PreparedRequest, **_given: Any
) -> requests.Response:
    """What `requests` calls to send: its own sockets, proxies and trust are not used."""
    loan = _loan.get()
    left = loan.until - time.monotonic() if loan else 0.0
    if loan is None or left <= 0:
        raise requests.ConnectionError("nothing may be asked now")
    body = request.body.encode() if isinstance(request.body, str) else request.body
    if body is not None and not isinstance(body, bytes):
        raise requests.ConnectionError("only whole messages are sent")
    own = {"user-agent", "connection", "content-length", "accept-encoding", "host"}
    headers = {n: str(v) for n, v in request.headers.items() if n.lower() not in own}
    try:
        answer = outgoing.fetch(
            str(request.url),
            method=str(request.method),
            headers=headers,
            body=body,
            most_bytes=MOST_BYTES,
            seconds=left,
        )
    except outgoing.NotReached as problem:
        loan.problem = str(problem)
        raise requests.ConnectionError(str(problem)) from None
    loan.problem = str(answer.status) if answer.status >= 400 else ""
    return _told(request, answer)


def _told(request: requests.PreparedRequest, answer: outgoing.Answer) -> requests.Response:
    told = requests.Response()
    told.status_code = answer.status
    told.headers = CaseInsensitiveDict(answer.headers)
    told.raw = BytesIO(answer.body)
    told.url = str(request.url)
    told.request = request
    told.encoding = "utf-8"
    return told


HTTPAdapter.send = _send  # type: ignore[assignment,method-assign]
