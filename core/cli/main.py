"""The group of all commands. Commands import what they need when they run, so that `--help` answers at once."""

from __future__ import annotations

import io
import sys

import click

from core.cli.classes import classes
from core.cli.cleaning import clean
from core.cli.doctor import doctor
from core.cli.errors import TellingGroup
from core.cli.evaluate import evaluate
from core.cli.explain import explain
from core.cli.importing import import_
from core.cli.predict import predict
from core.cli.predictions import predictions
from core.cli.projects import info, init, split
from core.cli.query import query
from core.cli.queue import queue
from core.cli.readers import readers
from core.cli.readings import readings
from core.cli.relink import relink
from core.cli.report import report
from core.cli.review import review
from core.cli.runs import runs
from core.cli.signing import sign, versions
from core.cli.tables import tables
from core.cli.train import train
from core.cli.weights import weights


@click.group(cls=TellingGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="dermdesk", message="DermDesk %(version)s")
def cli() -> None:
    """A workbench for clinical skin photographs: label, fine-tune, predict, evaluate, correct.

    Without a command, the window opens.
    """
    # A console that lacks a letter gets its number. Else a command would fail at telling what it has done.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


for command in (
    *(init, import_, split, classes, relink, info, query, weights, train, queue, runs),
    *(predict, predictions, explain, evaluate, tables, report, review, clean, readers, doctor),
    *(readings, sign, versions),
):
    cli.add_command(command)
