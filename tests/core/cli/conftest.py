"""The command line as a person types it, and a small project of real photographs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from click.testing import CliRunner, Result

from core.cli import cli
from core.geometry import Box
from core.inference.card import ModelCard, write_card
from core.inference.catalogue import architecture
from core.jobs.job import RunResult, RunState
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.project.project import Project
from core.project.records import PredictedBox, Prediction
from core.project.snapshot import freeze

if TYPE_CHECKING:
    from collections.abc import Callable

FAKES = Path(__file__).resolve().parents[2] / "fakes"
PER_CLASS = 8
NAMES = ("acne", "psoriasis", "rosacea")


@pytest.fixture
def run_cli() -> Callable[..., Result]:
    """Types a command: `run_cli("init", folder)`; a code other than the expected one fails with what was printed."""

    def run(*arguments: object, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
        assert result.exit_code == code, f"{result.exit_code}: {result.output}"
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Class folders of tiny photographs, and manifest.csv beside them."""
    rng = np.random.default_rng(0)
    folder = tmp_path / "photos"
    lines = ["file,diagnosis,patient_id,split"]
    for place, name in enumerate(NAMES):
        (folder / name).mkdir(parents=True)
        for number in range(PER_CLASS):
            pixels = rng.integers(0, 40, (40, 60, 3), dtype=np.uint8)
            pixels[..., place] += 180
            cv2.imwrite(str(folder / name / f"{number}.png"), pixels)
            split = ("train", "train", "val", "test")[number // 2]
            lines.append(f"photos/{name}/{number}.png,{name},P{place}{number // 2},{split}")
    (tmp_path / "manifest.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path, photos: Path, run_cli: Callable[..., Result]) -> Path:
    """Folder of a project with these photographs, split as the manifest says."""
    folder = tmp_path / "clinic"
    run_cli("init", folder)
    run_cli("import", folder, photos, "--metadata", tmp_path / "manifest.csv")
    return folder


@pytest.fixture
def make_run() -> Callable[..., RunFolder]:
    """Makes a completed run whose checkpoint is empty: `make_run(project, "resnet18")`."""

    def make(folder: Path, name: str) -> RunFolder:
        entry = architecture(name)
        with Project.open(folder, read_only=True) as project:
            run = RunFolder.create(project.runs_folder, name, Recipe.for_architecture(name), freeze(project))
            classes = project.classes
        card = ModelCard(
            name=run.name,
            architecture=name,
            task=entry.task,
            classes=classes,
            image_size=(32, 32),
            mean=entry.mean,
            std=entry.std,
        )
        write_card(card, run.card_path)
        run.best_path.touch()
        run.write_result(RunResult(state=RunState.COMPLETED, best_epoch=3, best_metric=0.75, epochs=4))
        return run

    return make


@pytest.fixture
def with_predictions(project: Path, make_run: Callable[..., RunFolder]) -> Path:
    """The project with a CNN that says acne of all, one that is always right, and a detector that finds nothing."""
    runs = [make_run(project, name) for name in ("resnet18", "mobilenet_v3_small", "retinanet_r18")]
    with Project.open(project) as opened:
        ids = opened.classes.ids
        labels = opened.labels_of()
        for run in runs:
            opened.add_model(run.name, run.card.to_json(), run.path)
        rows = []
        for image in opened.images():
            truth = labels[image.id].image_class
            rows += [
                Prediction("resnet18-1", image.id, (0.6, 0.3, 0.1), None, ids),
                Prediction(
                    "mobilenet_v3_small-1", image.id, tuple(0.9 if c == truth else 0.05 for c in ids), None, ids
                ),
                Prediction("retinanet_r18-1", image.id, None, _boxes(image.split, truth), ids),
            ]
        opened.store_predictions(rows)
    return project


def _boxes(split: object, class_id: int) -> tuple[PredictedBox, ...]:
    return () if split == "test" else (PredictedBox(Box(1, 1, 20, 20), class_id, 0.8),)
