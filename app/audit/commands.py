"""Verifying history on the command line."""

import click
from flask import Flask

from app.audit.proving.breaks import Proof
from app.audit.proving.whole import verify
from app.database import reading


def _known(ends: tuple[str, ...]) -> dict[int, str]:
    known = {}
    for each in ends:
        number, _, hashed = each.partition(":")
        if not (number.isdecimal() and len(hashed) == 64):
            raise click.BadParameter("write it as NUMBER:HASH", param_hint="--end")
        known[int(number)] = hashed.lower()
    return known


@click.command("verify")
@click.option(
    "--end",
    "ends",
    multiple=True,
    metavar="NUMBER:HASH",
    help="How the log ended once, as you wrote it down: it must still hold that entry.",
)
def verify_history(ends: tuple[str, ...]) -> None:
    """Count the audit log's chain and the seals of history again; name each place that was touched.

    Ends with 1 where anything does not fit.
    """
    with reading():
        found = verify(_known(ends))
    _say("The audit log", "entries", found.log)
    _say("The seals", "blocks", found.seals)
    for name, proof in found.tables.items():
        _say(f"History in {name}", "sealed rows", proof)
    for odd in found.odd:
        click.echo(f"Odd: {odd}.")
    for each in found.breaks:
        click.echo(f"Broken: {each}.", err=True)
    click.echo(f"It ends with {found.log.number}:{found.log.hash or '-'}")
    if found.breaks:
        raise SystemExit(1)


def _say(what: str, of: str, proof: Proof) -> None:
    state = f"{len(proof.breaks)} places do not fit" if proof.breaks else "whole"
    click.echo(f"{what}: {proof.count} {of}, {state}.")


def register(app: Flask) -> None:
    """Bind the command."""
    app.cli.add_command(verify_history)
