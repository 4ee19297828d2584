"""Every route of the program with an address that leads to a row, made from its own list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask

from app.access import SAFE_METHODS, Audience, audience_of
from app.people.models import AUDIENCES, Person, Role
from tests.builders import Builder


@dataclass(frozen=True)
class Asked:
    """One thing that can be asked."""

    endpoint: str
    method: str
    path: str
    audience: Audience


def everything(app: Flask, values: dict[str, str] | None = None) -> Iterator[Asked]:
    """All endpoints with each of their methods; variables that have no value are 1."""
    told = values or {}
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda m: told.get(m[1], "1"), rule.rule)
        audience = audience_of(app, rule.endpoint) or Audience.ADMIN
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Asked(rule.endpoint, method, path, audience)


def unsafe(app: Flask) -> list[Asked]:
    """What changes something."""
    return [each for each in everything(app) if each.method not in SAFE_METHODS]


def of_role(role: Role | None, asked: Asked) -> bool:
    """Whether the page is for this role; None: a visitor."""
    known = AUDIENCES[role] if role else frozenset()
    return asked.audience is Audience.ANYONE or asked.audience in known


def small_estate(make: Builder) -> dict[str, str]:
    """A row of most kinds, and values for what no number stands for."""
    unit = make.equipment()
    tag, blank = make.tag(room=unit.room), make.tag(room=None)
    make.tag(equipment=unit, room=None)
    report = make.report(fault=make.fault(equipment=unit))
    make.finding(check=make.check(room=unit.room), equipment=unit)
    make.job_plan(type=unit.model.type)
    make.batch(tag)
    make.own_stock()
    make.printer()
    make.person()
    return {
        "code": tag.code,
        "blank": blank.code,
        "secret": report.secret,
        "ending": "csv",
        "day": "2026-03-02",
        "token": "no-token",
        "stock_id": "avery-l7160",
        "filename": "css/app.css",
    }


def people_of_all_roles(make: Builder) -> dict[Role, Person]:
    """Somebody of each role."""
    return {role: make.person(role=role) for role in Role}
