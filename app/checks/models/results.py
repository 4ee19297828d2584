"""What a check can come to, and why something was not checked."""

from enum import StrEnum


class Result(StrEnum):
    """What was found. Nothing ever defaults to pass."""

    PASS = "pass"  # noqa: S105 - a result, not a secret
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    NOT_CHECKED = "not_checked"


class Reason(StrEnum):
    """Why something was not checked."""

    IN_USE = "in_use"
    LOCKED = "locked"
    NOT_FOUND = "not_found"
    NO_TIME = "no_time"
