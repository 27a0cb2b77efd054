"""Makes the project of the guide's pictures of a cleaning round: `python tests/e2e/stories/make_round.py PROJECT`.

A demo project whose training labels are wrong at every fourth photograph is learned, mended in a round, and learned
again by the same recipes, so that step 4 of the round has a gain to show. All photographs are drawn.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from core.demo.creating import create_demo
from core.project.labels import Edit, Split, with_diagnosis
from core.project.project import Project

MODELS = ("resnet18", "mobilenet_v3_small")
RECIPE = ("--preset", "demo")


def main() -> None:
    folder = Path(sys.argv[1])
    create_demo(folder).close()
    with Project.open(folder, who="ana") as project:
        labels = project.labels_of([record.id for record in project.images(split=Split.TRAIN)][::4])
        true = {key: of_one.image_class for key, of_one in labels.items() if of_one.image_class is not None}
        ids = project.classes.ids
        relabel(project, {key: ids[(ids.index(of_one) + 1) % len(ids)] for key, of_one in true.items()})
    for model in MODELS:
        dermdesk("train", folder, "--model", model, *RECIPE)
    dermdesk("predict", folder, "--models", "all", "--split", "test")
    dermdesk("clean", folder, "begin", "--name", "Spring")
    with Project.open(folder, who="ana") as project:
        relabel(project, true)
    dermdesk("clean", folder, "retrain")
    dermdesk("queue", folder, "run")
    dermdesk("predict", folder, "--models", ",".join(f"{model}-2" for model in MODELS), "--split", "test")


def relabel(project: Project, classes: dict[int, int]) -> None:
    for key, class_id in classes.items():
        labels = project.labels(key)
        project.apply(Edit(key, labels, with_diagnosis(labels, class_id), "Diagnose"))


def dermdesk(*arguments: str | Path) -> None:
    subprocess.run([sys.executable, "-m", "desktop.entry", *map(str, arguments)], check=True)


if __name__ == "__main__":
    main()
