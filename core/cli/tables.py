"""The command `tables`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.parameters import (
    SPLITS,
    command,
    judged_models_option,
    names,
    project_argument,
    split_named,
    weights_option,
)

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("markdown", "latex", "csv")


@command(short_help="Print the paper's tables for this project.")
@project_argument
@click.option("--split", type=click.Choice(SPLITS), default="test", show_default=True, help="Of Tables III and IV.")
@judged_models_option
@weights_option
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="markdown",
    show_default=True,
    help="csv: one number a line.",
)
def tables(project: Path, split: str, chosen: str, weights: str | None, form: str) -> None:
    """Print Tables II, III and IV of He et al. for this project; nothing is predicted anew.

    II counts photographs by class and split, III gives the top-k accuracies of the classifiers, of EnsembleNet and of
    the best ensembles, IV all models' accuracies by class. Where the classes are Skin-10, the paper's numbers stand
    beside.
    """
    from core.evaluation import evaluate, split_sizes
    from core.metrics.ensemble_weights import read_weights
    from core.metrics.paper import paper_numbers
    from core.metrics.paper_tables import table_ii, table_iii, table_iv
    from core.metrics.table_formats import to_csv, to_latex, to_markdown
    from core.project.project import Project

    with Project.open(project, read_only=True) as opened:
        classes, sizes = split_sizes(opened)
        evaluation = evaluate(opened, split_named(split), names(chosen), weights=read_weights(weights or ""))
    paper = paper_numbers(classes)
    made = (table_ii(classes, sizes, paper), table_iii(evaluation, paper), table_iv(evaluation, paper))
    for name, differences in evaluation.refused.items():
        click.echo(f"Passed over {name}, made for other classes: {'; '.join(differences)}", err=True)
    if evaluation.refused and not evaluation.models:
        click.echo("No model fits the project's classes any more; train one again with these classes.", err=True)
    elif not evaluation.models:
        click.echo(f"No predictions yet. Predict with: dermdesk predict {project}", err=True)
    if form == "csv":
        click.echo(to_csv(made), nl=False)
    else:
        write = to_markdown if form == "markdown" else to_latex
        click.echo("\n".join(map(write, made)), nl=False)
