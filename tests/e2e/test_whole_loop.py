"""The whole loop through the real `main()`, in a real window where there is a screen for one."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from core.classes import ClassTable
from core.demo.creating import create_demo
from core.jobs.runs import list_runs
from core.project.project import Project

if TYPE_CHECKING:
    from core.project.labels import Split

STORY = Path(__file__).parent / "stories" / "whole_loop.py"


def play(arguments: list[Path], environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", str(STORY), *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=550,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-6000:]
    complaints = [line for line in done.stderr.splitlines() if line.startswith(("Qt", "qt.", "Traceback"))]
    assert not complaints, done.stderr[-3000:]


@pytest.mark.slow
def test_the_loop_on_the_demo(tmp_path, screen):
    create_demo(tmp_path / "demo", photos=48).close()
    play([tmp_path / "demo", tmp_path / "shots"], screen)
    with Project.open(tmp_path / "demo") as project:
        assert {model.name for model in project.predicted_models()} == {"resnet18-1", "retinanet_r18-1"}
        assert [run.state.value for run in list_runs(project.runs_folder).runs] == ["completed"] * 2


@pytest.mark.slow
def test_the_loop_on_sixty_clinical_photographs(tmp_path, screen, pad):
    source = sixty_of(pad, tmp_path / "photographs")
    before = {path: path.read_bytes() for path in (source / "images").rglob("*.jpg")}
    with Project.create(tmp_path / "clinic", ClassTable(())):
        pass
    play([tmp_path / "clinic", tmp_path / "shots", source / "images", source / "voc", source / "manifest.csv"], screen)
    with Project.open(tmp_path / "clinic") as project:
        records = project.images()
        assert len(records) == 60
        sides: dict[str, set[Split | None]] = {}
        for record in records:
            sides.setdefault(record.patient or record.relative_path, set()).add(record.split)
        assert all(len(side) == 1 for side in sides.values()), "a patient is on two sides"
        assert len(project.classes) == 6
    assert {path: path.read_bytes() for path in before} == before, "a photograph was written to"


def sixty_of(pad: Path, folder: Path) -> Path:
    """Sixty photographs, their boxes and their lines of the manifest: ten a class, some from each split."""
    with (pad / "manifest.csv").open(newline="", encoding="utf-8") as stream:
        reader = csv.DictReader(stream)
        columns, rows = reader.fieldnames, list(reader)
    chosen = []
    for name in sorted({row["diagnosis"] for row in rows}):
        for split, count in (("train", 6), ("val", 2), ("test", 2)):
            chosen += [row for row in rows if row["diagnosis"] == name and row["split"] == split][:count]
    for row in chosen:
        for file in (Path(row["file"]), Path("voc", *Path(row["file"]).parts[1:]).with_suffix(".xml")):
            if (pad / file).is_file():
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(pad / file, folder / file)
    with (folder / "manifest.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(chosen)
    return folder
