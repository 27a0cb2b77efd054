"""init, import, split, classes, info and the ways in."""

from __future__ import annotations

import csv
import doctest
import os
import subprocess
import sys

import click
import pytest

from core.classes import ClassTable
from core.cli import cli, output
from core.cli.output import LiveLine, percent, table
from core.project.labels import Split
from core.project.project import Project


def test_init_takes_a_template_a_file_or_nothing(tmp_path, run_cli):
    assert "10 classes" in run_cli("init", tmp_path / "a", "--classes", "skin10").stdout
    (tmp_path / "mine.txt").write_text("# ours\nAcne\nRosacea\n", encoding="utf-8")
    run_cli("init", tmp_path / "b", "--classes", tmp_path / "mine.txt")
    with Project.open(tmp_path / "b") as project:
        assert project.classes.names == ("Acne", "Rosacea")
    assert "those of the first import" in run_cli("init", tmp_path / "c").stdout


def test_init_twice_changes_nothing_and_says_so(tmp_path, run_cli):
    run_cli("init", tmp_path / "a", "--classes", "skin10")
    result = run_cli("init", tmp_path / "a", code=1)
    assert result.stderr.startswith("Error: ")
    with Project.open(tmp_path / "a") as project:
        assert len(project.classes) == 10


def test_an_unknown_template_names_those_there_are(tmp_path, run_cli):
    result = run_cli("init", tmp_path / "a", "--classes", "skin11", code=1)
    assert "skin11" in result.stderr
    assert "skin10" in result.stderr
    assert not (tmp_path / "a").exists()


def test_import_twice_adds_nothing_twice(tmp_path, photos, run_cli):
    run_cli("init", tmp_path / "clinic")
    first = run_cli("import", tmp_path / "clinic", photos, "--metadata", tmp_path / "manifest.csv")
    assert "Imported 24 photographs and 0 boxes; 0 problems." in first.stdout
    assert "The project has 24 photographs, 0 boxes, 3 classes." in first.stdout
    second = run_cli("import", tmp_path / "clinic", photos, "--metadata", tmp_path / "manifest.csv")
    assert "Imported 0 photographs (24 known before, 0 completed)" in second.stdout


def test_import_lists_problems_and_still_succeeds(tmp_path, photos, run_cli):
    (photos / "acne" / "broken.jpg").write_bytes(b"not a photograph")
    run_cli("init", tmp_path / "clinic")
    result = run_cli("import", tmp_path / "clinic", photos, "--problems", tmp_path / "problems.csv")
    assert "24 photographs and 0 boxes; 1 problem." in result.stdout
    assert "1 problem on import" in result.stderr
    assert "broken.jpg" in result.stderr
    with (tmp_path / "problems.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["file"].endswith("broken.jpg")
    assert row["reason"]


def test_import_maps_columns_and_adds_classes_only_when_told(tmp_path, photos, run_cli):
    lines = ["photo;says;who;side"] + [f"photos/acne/{n}.png;zoster;P{n};test" for n in range(8)]
    (tmp_path / "odd.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    run_cli("init", tmp_path / "clinic", "--classes", "skin10")
    mapped = ["--metadata", tmp_path / "odd.csv", "--file-column", "photo", "--class-column", "says"]
    mapped += ["--patient-column", "who", "--split-column", "side"]
    result = run_cli("import", tmp_path / "clinic", photos / "acne", *mapped)
    assert "8 problems" in result.stdout
    run_cli("init", tmp_path / "other", "--classes", "skin10")
    result = run_cli("import", tmp_path / "other", photos / "acne", *mapped, "--add-classes")
    assert "New classes: zoster." in result.stdout.replace("Zoster", "zoster")
    with Project.open(tmp_path / "other") as project:
        assert {image.split for image in project.images()} == {Split.TEST}
        assert {image.patient for image in project.images()} == {f"P{n}" for n in range(8)}


def test_import_says_which_column_is_missing(tmp_path, photos, run_cli):
    run_cli("init", tmp_path / "clinic")
    result = run_cli(
        "import", tmp_path / "clinic", photos, "--metadata", tmp_path / "manifest.csv", "--class-column", "x", code=1
    )
    assert "'x'" in result.stderr
    assert "patient_id" in result.stderr


def test_split_keeps_given_sides_unless_redone(project, run_cli):
    before = {image.id: image.split for image in _images(project)}
    run_cli("split", project, "--test", "0.5", "--val", "0")
    assert {image.id: image.split for image in _images(project)} == before
    shown = run_cli("split", project, "--test", "0.5", "--val", "0", "--redo").stdout
    assert "photographs" in shown
    assert sum(image.split is Split.TEST for image in _images(project)) == pytest.approx(12, abs=2)
    sides = {}
    for image in _images(project):
        sides.setdefault(image.patient, set()).add(image.split)
    assert all(len(found) == 1 for found in sides.values())


def test_split_refuses_shares_that_leave_nothing(project, run_cli):
    assert "nothing to train on" in run_cli("split", project, "--test", "0.6", "--val", "0.4", code=1).stderr
    run_cli("split", project, "--test", "1.5", code=2)


def test_classes_and_info_show_the_project(project, run_cli):
    shown = run_cli("classes", project).stdout
    assert [line.split()[1].casefold() for line in shown.splitlines()[1:]] == ["acne", "psoriasis", "rosacea"]
    assert all(" 8 " in line for line in shown.splitlines()[1:])
    assert "Zoster" in run_cli("classes", project, "--add", "Zoster").stdout
    shown = run_cli("info", project).stdout
    assert "Photographs  24" in shown
    assert "patients" in shown


def test_looking_works_while_another_program_has_the_project_open(project, run_cli):
    with Project.open(project):
        run_cli("info", project)
        run_cli("classes", project)
        run_cli("evaluate", project)
        run_cli("runs", project)
        result = run_cli("split", project, code=1)
    assert "open for writing" in result.stderr


def test_a_folder_that_is_no_project_is_told_with_the_next_step(tmp_path, run_cli):
    result = run_cli("info", tmp_path, code=1)
    assert result.stderr.splitlines()[0].startswith("Error: ")
    assert str(tmp_path) in result.stderr
    assert "dermdesk init" in result.stderr


def test_an_unexpected_error_is_told_without_a_traceback(project, run_cli, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(Project, "counts", fail)
    result = run_cli("info", project, code=1)
    assert "ZeroDivisionError: a bug" in result.stderr
    assert "DERMDESK_TRACEBACK" in result.stderr


def test_every_command_and_option_has_a_help_text(run_cli):
    def walk(command, path):
        assert command.help, path
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (path, parameter.name)
        if isinstance(command, click.Group):
            for name, inner in command.commands.items():
                walk(inner, (*path, name))

    walk(cli, ())
    assert set(cli.commands) >= {"init", "import", "split", "train", "weights", "predict", "evaluate", "doctor"}
    assert "Show the version" in run_cli("--help").stdout


def test_help_loads_neither_torch_nor_the_store():
    code = (
        "import sys\nfrom core.cli import cli\ncli(['--help'], standalone_mode=False)\n"
        "loaded = {'torch', 'sqlalchemy', 'numpy', 'cv2', 'PySide6'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {loaded}' if loaded else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_no_command_loads_torch_into_its_own_process(with_predictions):
    code = (
        "import sys\nfrom core.cli import cli\n"
        "for words in (['info'], ['classes'], ['runs'], ['evaluate', '--json'], ['predict'], ['split']):\n"
        "    cli([words[0], sys.argv[1], *words[1:]], standalone_mode=False)\n"
        "cli(['weights', 'list'], standalone_mode=False)\n"
        "sys.exit('torch was loaded' if 'torch' in sys.modules else 0)"
    )
    subprocess.run([sys.executable, "-c", code, str(with_predictions)], check=True, stdout=subprocess.DEVNULL)


def test_the_program_itself_answers():
    shown = subprocess.run(
        [sys.executable, "-m", "core.cli", "--version"], check=True, capture_output=True, text=True, env=os.environ
    )
    assert shown.stdout.startswith("DermDesk ")


def test_tables_align_chinese_names():
    shown = table([("痤疮", "1"), ("Acne", "22")], header=("class", "n"), numbers=(1,))
    assert shown.splitlines() == ["class   n", "痤疮    1", "Acne   22"]
    assert percent(float("nan")) == "-"


def test_the_live_line_is_silent_without_a_terminal(capsys):
    with LiveLine("Reading") as line:
        line(1, 2, "a.png")
    assert capsys.readouterr().err == ""


def test_the_live_line_draws_over_itself_on_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    now = iter(range(100))
    with LiveLine("Reading", clock=lambda: next(now)) as line:
        line(1, 2, "a long name.png")
        line(2, 2, "b.png")
    shown = capsys.readouterr().err
    assert "\rReading 1/2  a long name.png\rReading 2/2  b.png          \r" in shown
    assert shown.endswith(" \r")


def _images(folder):
    with Project.open(folder, read_only=True) as project:
        return project.images()


def test_an_empty_class_table_is_fine(tmp_path, run_cli):
    run_cli("init", tmp_path / "a")
    run_cli("info", tmp_path / "a")
    run_cli("classes", tmp_path / "a")
    with Project.open(tmp_path / "a") as project:
        assert project.classes == ClassTable(())


def test_docstring_examples_of_the_output():
    outcome = doctest.testmod(output)
    assert (outcome.attempted, outcome.failed) == (2, 0)


def test_split_warns_of_photographs_without_a_patient_and_says_when_nothing_changed(tmp_path, photos, run_cli):
    folder = tmp_path / "nobody"
    run_cli("init", folder)
    run_cli("import", folder, photos)
    first = run_cli("split", folder)
    assert "Warning: the patient of" in first.stderr
    assert "--metadata" in first.stderr
    assert "nothing changed" not in first.stderr
    assert "nothing changed" in run_cli("split", folder).stderr


def test_a_class_file_that_is_not_there_is_no_unknown_template(tmp_path, run_cli):
    result = run_cli("init", tmp_path / "p", "--classes", tmp_path / "nothere.txt", code=1)
    assert "can't be read" in result.stderr
    assert "nothere.txt" in result.stderr
