"""The command `doctor`."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from core.cli.parameters import command

_COLOURS = {"ok": "green", "lacking": "yellow", "broken": "red"}


@command(short_help="Look at what this machine has and lacks.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Look at this machine: what DermDesk needs, what is missing, and the line that mends it.

    Exit code 0 if DermDesk can be used here, be it without a window, else 1.
    """
    from core.doctor import examine, is_usable

    findings = examine()
    usable = is_usable(findings)
    if as_json:
        rows = [asdict(finding) for finding in findings]
        click.echo(json.dumps({"usable": usable, "findings": rows}, ensure_ascii=False, indent=2))
        context.exit(0 if usable else 1)
    for finding in findings:
        mark = click.style(f"{finding.status.value:8}", fg=_COLOURS[finding.status.value])
        click.echo(f"{mark}{finding.name:12}{finding.text}")
        if finding.remedy:
            click.echo(f"{'':20}-> {finding.remedy}")
    click.echo("DermDesk can be used here." if usable else "DermDesk can't be used here yet: mend what is broken.")
    context.exit(0 if usable else 1)
