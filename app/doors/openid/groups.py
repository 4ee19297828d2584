"""Which role the groups of an issuer mean here, and which sites. Asks nobody."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.people.models import Role
from app.settings import Settings

EVERY_SITE = "*"


@dataclass(frozen=True)
class Rule:
    """Members of the group are this here."""

    group: str
    role: Role


@dataclass(frozen=True)
class Reach:
    """Members of the group serve this site here, or every one."""

    group: str
    site: str


@dataclass(frozen=True)
class Rules:
    """What the groups of an issuer give; without roles, or sites, these are given here."""

    roles: tuple[Rule, ...]
    sites: tuple[Reach, ...]


def rules_of(settings: Settings) -> Rules:
    """The rules that the settings name; raises ValueError, with a sentence, where one is none."""
    return Rules(role_rules(settings.oidc_roles), reaches(settings.oidc_sites))


def role_rules(lines: str) -> tuple[Rule, ...]:
    """The rules of a setting, `group=role` on each line or parted by semicolons.

    Raises ValueError, with a sentence, where a line is no rule: a slip must not let anyone in.
    """
    found = []
    for line, group, role in _parted(lines):
        if not (group and role in set(Role)):
            roles = ", ".join(Role)
            raise ValueError(
                f"ROOMWORTHY_OIDC_ROLES: {line!r} must look like group=role, with one of: {roles}"
            )
        found.append(Rule(group, Role(role)))
    return tuple(found)


def reaches(lines: str) -> tuple[Reach, ...]:
    """The rules of a setting, `group=site` on each line or parted by semicolons.

    Raises ValueError, with a sentence, where a line is no rule.
    """
    found = []
    for line, group, site in _parted(lines):
        if not (group and site):
            raise ValueError(
                f"ROOMWORTHY_OIDC_SITES: {line!r} must look like group=site, or group=* for all"
            )
        found.append(Reach(group, site))
    return tuple(found)


def _parted(lines: str) -> Iterator[tuple[str, str, str]]:
    """Each line, and what stands on either side of its last sign of equality."""
    for line in filter(None, (each.strip() for each in re.split(r"[;\n]", lines))):
        group, _equals, given = (part.strip() for part in line.rpartition("="))
        yield line, group, given


def sites_in(groups: Iterable[str], rules: Iterable[Reach]) -> frozenset[str]:
    """The names of the sites of all rules whose group is among these, in small letters."""
    known = set(groups)
    return frozenset(rule.site.casefold() for rule in rules if rule.group in known)


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
