"""Which role the groups of an issuer mean here. Asks nobody."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.people.models import Role


@dataclass(frozen=True)
class Rule:
    """Members of the group are this here."""

    group: str
    role: Role


def rules_of(lines: str) -> tuple[Rule, ...]:
    """The rules of a setting, `group=role` on each line or parted by semicolons.

    Raises ValueError, with a sentence, where a line is no rule: a slip must not let anyone in.
    """
    found = []
    for line in filter(None, (each.strip() for each in re.split(r"[;\n]", lines))):
        group, equals, role = (part.strip() for part in line.rpartition("="))
        if not (group and equals and role in set(Role)):
            roles = ", ".join(Role)
            raise ValueError(
                f"ROOMWORTHY_OIDC_ROLES: {line!r} must look like group=role, with one of: {roles}"
            )
        found.append(Rule(group, Role(role)))
    return tuple(found)


def role_in(groups: Iterable[str], rules: Iterable[Rule]) -> Role | None:
    """The role of the first rule whose group is among these; None where none is."""
    known = set(groups)
    return next((rule.role for rule in rules if rule.group in known), None)


def named(claim: object) -> frozenset[str]:
    """The groups that a claim names: a list, or a single one as a text; nothing else counts."""
    if isinstance(claim, str):
        return frozenset({claim})
    return (
        frozenset(each for each in claim if isinstance(each, str))
        if isinstance(claim, list)
        else frozenset()
    )
