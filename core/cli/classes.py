"""The command for the class table: list, add, rename, merge, remove, code, colour, order and aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.output import counted, table
from core.cli.parameters import FOLDER, TEXT, ProjectFirst

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from core.classes import ClassTable, LesionClass
    from core.project.class_rows import ClassUsage
    from core.project.project import Project


@click.group(cls=ProjectFirst, invoke_without_command=True, short_help="List and change the classes of a project.")
@click.argument("project", type=FOLDER, metavar="PROJECT")
@click.option("--add", "added", multiple=True, type=TEXT, metavar="NAME", help="Add a class; may be repeated.")
@click.pass_context
def classes(context: click.Context, project: Path, added: tuple[str, ...]) -> None:
    """List the classes of PROJECT with what uses them, or change them.

    CLASS is a name, an alias, or an id. A class keeps its id whatever happens to it, and the id of a class that was
    removed is never given to another. Every change is in the history, and the window can undo it.
    """
    context.obj = project
    if context.invoked_subcommand is not None:
        if added:
            raise click.UsageError("Give --add or a command, not both.")
        return
    from core.project.project import Project

    with Project.open(project, read_only=not added) as opened:
        if added:
            before = opened.classes
            opened.add_classes(added)
            _tell_lost(before, opened.classes, _fitting(opened), "no longer fit")
        _list(opened)


@classes.command()
@click.argument("name", type=TEXT)
@click.option("--code", type=TEXT, default="", help="1 to 4 characters shown on boxes; made from the name if left out.")
@click.option("--colour", default="", metavar="#RRGGBB", help="The least used of the palette if left out.")
@click.pass_obj
def add(project: Path, name: str, code: str, colour: str) -> None:
    """Add a class."""
    from core.project.project import Project

    with Project.open(project) as opened:
        before, fitting = opened.classes, _fitting(opened)
        class_id = opened.journal.add_class(name, code=code, colour=colour)
        click.echo(f"Added {opened.classes.get(class_id).name} with the id {class_id}.")
        _tell_lost(before, opened.classes, fitting, "no longer fit")


@classes.command()
@click.argument("class_", type=TEXT, metavar="CLASS")
@click.argument("name", type=TEXT)
@click.pass_obj
def rename(project: Path, class_: str, name: str) -> None:
    """Give a class another name; its boxes and diagnoses stay with it."""
    from core.project.class_editing import renamed
    from core.project.project import Project

    with Project.open(project) as opened:
        entry = _found(opened.classes, class_)
        after = renamed(opened.classes, entry.id, name)
        opened.journal.change_classes(after, f"Rename class {entry.name} to {after.get(entry.id).name}")
        click.echo(f"{entry.name} is now {after.get(entry.id).name}.")


@classes.command()
@click.argument("source", type=TEXT, metavar="CLASS")
@click.argument("target", type=TEXT, metavar="INTO")
@click.option("--yes", is_flag=True, help="Don't ask.")
@click.pass_obj
def merge(project: Path, source: str, target: str, yes: bool) -> None:
    """Make everything of CLASS be of INTO; the names of CLASS become aliases of INTO."""
    _give_away(project, source, target, yes=yes, keep_names=True)


@classes.command()
@click.argument("class_", type=TEXT, metavar="CLASS")
@click.option("--to", "target", type=TEXT, metavar="CLASS", help="The class that its boxes and diagnoses get.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@click.pass_obj
def remove(project: Path, class_: str, target: str | None, yes: bool) -> None:
    """Remove a class. One that is used is removed only with --to, which says what its boxes become."""
    from core.project.class_editing import without
    from core.project.project import Project

    if target is not None:
        _give_away(project, class_, target, yes=yes, keep_names=False)
        return
    with Project.open(project) as opened:
        entry = _found(opened.classes, class_)
        _tell_lost(opened.classes, without(opened.classes, entry.id), _fitting(opened), "will no longer fit")
        opened.journal.change_classes(without(opened.classes, entry.id), f"Remove class {entry.name}")
        click.echo(f"Removed {entry.name}; its id {entry.id} is never used again.")


@classes.command()
@click.argument("class_", type=TEXT, metavar="CLASS")
@click.argument("code", type=TEXT)
@click.pass_obj
def code(project: Path, class_: str, code: str) -> None:
    """Give a class another short code, one to four characters."""
    from core.project.class_editing import recoded
    from core.project.project import Project

    with Project.open(project) as opened:
        entry = _found(opened.classes, class_)
        opened.journal.change_classes(recoded(opened.classes, entry.id, code), f"Change code of {entry.name}")
        _list(opened)


@classes.command()
@click.argument("class_", type=TEXT, metavar="CLASS")
@click.argument("colour", metavar="#RRGGBB")
@click.pass_obj
def colour(project: Path, class_: str, colour: str) -> None:
    """Give a class another colour."""
    from core.project.class_editing import recoloured
    from core.project.project import Project

    with Project.open(project) as opened:
        entry = _found(opened.classes, class_)
        opened.journal.change_classes(recoloured(opened.classes, entry.id, colour), f"Change colour of {entry.name}")
        click.echo(f"{entry.name} is now {opened.classes.get(entry.id).colour}.")


@classes.command()
@click.argument("class_", type=TEXT, metavar="CLASS")
@click.argument("place", type=click.IntRange(min=1))
@click.pass_obj
def move(project: Path, class_: str, place: int) -> None:
    """Put a class at a PLACE of the list, counted from 1; ids stay."""
    from core.project.class_editing import moved
    from core.project.project import Project

    with Project.open(project) as opened:
        entry = _found(opened.classes, class_)
        opened.journal.change_classes(moved(opened.classes, entry.id, place - 1), f"Move class {entry.name}")
        _list(opened)


@classes.command()
@click.argument("class_", type=TEXT, metavar="CLASS")
@click.argument("aliases", nargs=-1, type=TEXT, metavar="[ALIAS]...")
@click.pass_obj
def alias(project: Path, class_: str, aliases: tuple[str, ...]) -> None:
    """Say by which other names imports know a class; without any, it has none."""
    from core.project.class_editing import with_aliases
    from core.project.project import Project

    with Project.open(project) as opened:
        entry = _found(opened.classes, class_)
        after = with_aliases(opened.classes, entry.id, aliases)
        opened.journal.change_classes(after, f"Change aliases of {entry.name}")
        click.echo(f"{entry.name} is also called: {', '.join(after.get(entry.id).aliases) or 'nothing else'}.")


def _give_away(project: Path, source: str, target: str, *, yes: bool, keep_names: bool) -> None:
    from core.project.class_editing import without
    from core.project.class_rows import ClassUsage
    from core.project.project import Project

    with Project.open(project) as opened:
        gone, kept = _found(opened.classes, source), _found(opened.classes, target)
        usage = opened.journal.class_usage().get(gone.id, ClassUsage())
        click.echo(f"{gone.name} becomes {kept.name}: {usage_text(usage)} will change.")
        _tell_lost(opened.classes, without(opened.classes, gone.id), _fitting(opened), "will no longer fit")
        if not yes:
            click.confirm("Go on?", abort=True)
        what = "" if keep_names else f"Remove class {gone.name}, its boxes to {kept.name}"
        opened.journal.merge_classes(gone.id, kept.id, keep_names=keep_names, what=what)
        click.echo("Done.")


def _fitting(project: Project) -> dict[str, ClassTable]:
    from core.predicting import model_classes

    return model_classes(project)


def _tell_lost(before: ClassTable, after: ClassTable, models: Mapping[str, ClassTable], verb: str) -> None:
    from core.project.class_editing import models_lost

    tell_lost(models_lost(before, after, models), verb)


def tell_lost(lost: Sequence[str], verb: str) -> None:
    """Say which models a change of the classes shuts out, if any; `verb` says when."""
    if lost:
        number = counted(len(lost), "model")
        click.echo(f"{number} {verb}, and must be trained again: {', '.join(lost)}", err=True)


def usage_text(usage: ClassUsage) -> str:
    """How much names a class: `12 boxes and 3 diagnoses on 14 photographs`."""
    boxes, diagnoses = counted(usage.boxes, "box", "boxes"), counted(usage.diagnoses, "diagnosis", "diagnoses")
    return f"{boxes} and {diagnoses} on {counted(usage.photographs, 'photograph')}"


def _found(table: ClassTable, text: str) -> LesionClass:
    # A name wins over an id, since a class may be called "4".
    found = table.find(text)
    if found is None and text.isascii() and text.isdecimal() and int(text) in table.ids:
        return table.get(int(text))
    return table.require(text) if found is None else found


def _list(project: Project) -> None:
    counts, usage = project.counts().by_class, project.journal.class_usage()
    rows = [
        (
            str(entry.id),
            entry.name,
            entry.code,
            entry.colour,
            str(counts.get(entry.id, 0)),
            str(usage[entry.id].boxes if entry.id in usage else 0),
            ", ".join(entry.aliases),
        )
        for entry in project.classes
    ]
    header = ("id", "class", "code", "colour", "photographs", "boxes", "also called")
    click.echo(table(rows, header=header, numbers=(0, 4, 5)))
