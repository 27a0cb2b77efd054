"""Compare, delete, export and import runs."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from dataclasses import replace

import pytest

from core.classes import ClassTable
from core.errors import CheckpointError, JobError, ProjectReadOnly, UnknownModel
from core.geometry import Box
from core.inference.card import ModelCard, read_card, write_card
from core.inference.catalogue import architecture
from core.jobs.comparing import compare_runs, differences_from_paper, epochs_of
from core.jobs.deleting import delete_run, uses_of
from core.jobs.exporting import MANIFEST_NAME, export_model, import_model
from core.jobs.folds import create_folds
from core.jobs.job import RunResult, RunState
from core.jobs.protocol import EpochEnd, encode
from core.jobs.queue import enqueue, read_queue
from core.jobs.recipe import Recipe
from core.jobs.run_folder import RunFolder
from core.jobs.runs import find_run, list_runs
from core.project.labels import Split, new_box
from core.project.project import Project
from core.project.records import NewImage, Prediction
from core.project.snapshot import freeze
from core.review.cleaning import KEY, Retraining, begin_round, end_round, save_round


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "clinic"
    source = tmp_path / "photos"
    source.mkdir()
    new = [
        NewImage(source / f"{n}.jpg", f"{n}.jpg", f"{n:064x}", 40, 40, 1, 1, diagnosis=1 + n % 2, patient=f"P{n}",
                 split=Split.TRAIN, boxes=(new_box(Box(1, 1, 9, 9), 1 + n % 2),))
        for n in range(6)
    ]  # fmt: skip
    with Project.create(folder, ClassTable.from_names(["acne", "eczema"])) as opened:
        opened.add_images(source, new)
        yield opened


def trained(project, name="resnet18", snapshot=None, best=0.5, **recipe):
    run = RunFolder.create(
        project.runs_folder, name, Recipe.for_architecture(name, **recipe), snapshot or freeze(project)
    )
    entry = architecture(name)
    card = ModelCard(
        run.name, name, entry.task, project.classes, (224, 224), entry.mean, entry.std,
        snapshot_digest=run.job.snapshot_digest, recipe=run.job.recipe.to_json(), metrics={"weighted_accuracy": best},
        initial_weights="/home/clinic/weights/resnet18.pth",
    )  # fmt: skip
    write_card(card, run.card_path)
    run.best_path.write_bytes(b"weights of " + run.name.encode())
    ends = [
        EpochEnd(epoch, 2, 1 / epoch, 1.0, {"weighted_accuracy": best * epoch / 2}, 0.01, 3.0, True) for epoch in (1, 2)
    ]
    run.events_path.write_text("".join(encode(end) + "\n" for end in ends))
    run.write_result(
        RunResult(state=RunState.COMPLETED, best_epoch=2, best_metric=best, metrics={"weighted_accuracy": best})
    )
    return run


def test_two_runs_differ_in_recipe_data_and_results(project):
    before = freeze(project)
    changed = dataclasses.replace(
        before,
        images=(
            dataclasses.replace(before.images[0], image_class=2),
            *before.images[1:5],
            dataclasses.replace(before.images[5], sha256="f" * 64),
        ),
    )
    first, second = trained(project), trained(project, snapshot=changed, best=0.8, lr=0.1, epochs=5)
    found = compare_runs(first, second)
    assert found.recipe == {"epochs": (40, 5), "lr": (0.01, 0.1)}
    assert (found.same_data, found.added, found.removed, found.relabelled) == (False, 1, 1, 1)
    assert found.metrics == {"weighted_accuracy": (0.5, 0.8)}
    assert (found.best_epochs, found.seconds) == ((2, 2), (6.0, 6.0))
    assert [end.epoch for end in found.curves[1]] == [1, 2]
    assert compare_runs(first, trained(project)).same_data


def test_what_is_not_the_papers_is_told_and_the_machine_does_not_count(project):
    assert differences_from_paper(trained(project).job) == {}
    job = trained(project, "resnet18", lr=0.1, seed=7, workers=2).job
    assert differences_from_paper(job) == {"lr": (0.1, 0.01)}


def test_epochs_told_twice_after_a_resume_count_once(project):
    run = trained(project)
    again = EpochEnd(2, 2, 9.0, None, {}, 0.01, 1.0, False)
    with run.events_path.open("a") as stream:
        stream.write(encode(again) + "\n")
    assert [end.train_loss for end in epochs_of(run)] == [1.0, 9.0]


def test_deleting_says_what_uses_a_run_and_leaves_predictions_unless_asked(project):
    run, other = trained(project), trained(project)
    project.add_model(run.name, run.card.to_json(), run.path)
    ids = project.classes.ids
    project.store_predictions([Prediction(run.name, image.id, (0.5, 0.5), None, ids) for image in project.images()])
    folds = create_folds(project.runs_folder, "resnet18", Recipe.for_architecture("resnet18"), freeze(project), folds=2)
    enqueue(project.runs_folder, folds.runs, group=folds.name)
    uses = uses_of(project, run)
    assert (uses.predictions, uses.folds, uses.queued, uses.has_model) == (6, "", False, True)
    assert uses.size > 1000
    fold = RunFolder(project.runs_folder / folds.runs[0])
    assert (uses_of(project, fold).folds, uses_of(project, fold).queued) == (folds.name, True)

    delete_run(project, run)
    assert not run.path.exists()
    assert len(project.predictions(models=[run.name])) == 6
    delete_run(project, fold)
    assert read_queue(project.runs_folder).runs_of(folds.name) == (folds.runs[1],)
    delete_run(project, other, with_predictions=True)
    assert [found.name for found in list_runs(project.runs_folder)] == [folds.runs[1]]
    assert list_runs(project.runs_folder).broken == ()
    # Predictions of resnet18-1 are there still: its name is not given to another network.
    assert trained(project).name == "resnet18-3"


def test_deleting_says_which_cleaning_rounds_compare_a_run_and_which_needs_it(project):
    first, second = trained(project), trained(project)
    assert (uses_of(project, first).rounds, uses_of(project, first).needed_by) == ((), "")
    audit = begin_round(project, [first.name], name="Audit")
    uses = uses_of(project, first)
    assert (uses.rounds, uses.needed_by) == (("Audit",), "Audit")
    assert uses_of(project, second).rounds == ()
    audit = replace(audit, retrained=(Retraining(first.name, second.name),))
    save_round(project, audit)
    # Trained again, it is only compared by what is stored; the run after is what the round goes on with.
    assert (uses_of(project, first).rounds, uses_of(project, first).needed_by) == (("Audit",), "")
    assert (uses_of(project, second).rounds, uses_of(project, second).needed_by) == (("Audit",), "Audit")
    delete_run(project, second)
    assert uses_of(project, first).needed_by == "Audit"
    end_round(project, audit)
    assert (uses_of(project, first).rounds, uses_of(project, first).needed_by) == (("Audit",), "")


def test_a_damaged_list_of_cleaning_rounds_keeps_no_run_from_being_deleted(project):
    run = trained(project)
    project.set_setting(KEY, "nonsense")
    assert uses_of(project, run).rounds == ()
    delete_run(project, run)
    assert not run.path.exists()


def test_predictions_go_with_the_run_when_asked(project):
    run = trained(project)
    project.add_model(run.name, run.card.to_json(), run.path)
    image = project.images()[0]
    project.store_predictions([Prediction(run.name, image.id, (0.5, 0.5), None, project.classes.ids)])
    delete_run(project, run, with_predictions=True)
    assert project.predicted_models() == []


def test_a_live_run_and_a_read_only_project_are_left_alone(project, tmp_path):
    import os

    run = trained(project)
    with Project.open(project.folder, read_only=True) as reader, pytest.raises(ProjectReadOnly):
        delete_run(reader, run)
    (run.path / "result.json").unlink()
    run.record_process(os.getpid(), said_hello=True)
    with pytest.raises(JobError, match="being trained"):
        delete_run(project, run)
    assert run.has_model


@pytest.mark.parametrize("name", ["model.zip", "model"])
def test_an_exported_model_is_the_same_elsewhere_and_holds_no_path(project, tmp_path, name):
    run = trained(project)
    out = export_model(run, tmp_path / "out" / name)
    if name.endswith(".zip"):
        with zipfile.ZipFile(out) as archive:
            contents = {entry.rpartition("/")[2]: archive.read(entry) for entry in archive.namelist()}
    else:
        contents = {path.name: path.read_bytes() for path in out.iterdir()}
    assert set(contents) == {"best.pt", "card.json", "classes.json", MANIFEST_NAME}
    for content in contents.values():
        assert b"/home/clinic" not in content
        assert str(project.folder).encode() not in content
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]

    with Project.create(tmp_path / "elsewhere", ClassTable.from_names(["acne", "eczema"])) as other:
        trained(other, snapshot=freeze(project))  # has the name already
        imported = import_model(other.runs_folder, out)
        assert imported.name == "resnet18-2"
        assert imported.best_path.read_bytes() == run.best_path.read_bytes()
        assert find_run(other.runs_folder, "resnet18-2").card.name == "resnet18-2"
        assert imported.state is RunState.COMPLETED
        assert imported.job.recipe == run.job.recipe
        assert imported.result.best_metric == 0.5
        assert compare_runs(imported, run).recipe == {}


def test_the_name_stays_where_it_is_free(project, tmp_path):
    trained(project)
    out = export_model(trained(project), tmp_path / "b.zip")
    assert import_model(tmp_path / "elsewhere" / "runs", out).name == "resnet18-2"


def test_nothing_is_written_over_and_a_run_without_a_model_is_refused(project, tmp_path):
    run = trained(project)
    (tmp_path / "there.zip").write_bytes(b"mine")
    with pytest.raises(JobError, match="already"):
        export_model(run, tmp_path / "there.zip")
    assert (tmp_path / "there.zip").read_bytes() == b"mine"
    run.best_path.unlink()
    with pytest.raises(CheckpointError, match="no model yet"):
        export_model(run, tmp_path / "new.zip")


def altered(source, target, change):
    """A copy of a model's zip file with its entries, by name, changed."""
    with zipfile.ZipFile(source) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in change(entries).items():
            archive.writestr(name, content)
    return target


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda e: {n: (c + b"x" if n.endswith("best.pt") else c) for n, c in e.items()}, "best.pt isn't the file"),
        (lambda e: {n: c.replace(b"224", b"225") for n, c in e.items()}, "card.json isn't the file"),
        (lambda e: {n: c for n, c in e.items() if not n.endswith("best.pt")}, "lacks"),
        (lambda e: {n: c for n, c in e.items() if not n.endswith(MANIFEST_NAME)}, "0 exported models"),
        (lambda e: {**e, f"b/{MANIFEST_NAME}": b"{}"}, "2 exported models"),
        (lambda e: {n: (b"{" if n.endswith(MANIFEST_NAME) else c) for n, c in e.items()}, "can't be read"),
    ],
)
def test_an_altered_model_is_refused_by_name_and_leaves_nothing_behind(project, tmp_path, change, said):
    out = export_model(trained(project), tmp_path / "model.zip")
    bad = altered(out, tmp_path / "bad.zip", change)
    with pytest.raises(CheckpointError, match=said):
        import_model(tmp_path / "runs", bad)
    assert not (tmp_path / "runs").exists()


def test_an_archive_that_points_outside_writes_nothing_there(project, tmp_path):
    out = export_model(trained(project), tmp_path / "model.zip")
    inside = "../../../escaped"
    bad = altered(
        out,
        tmp_path / "bad.zip",
        lambda e: {
            **{f"{inside}/{n.rpartition('/')[2]}": c for n, c in e.items()},
            "../evil.txt": b"evil",
            "/tmp/evil.txt": b"evil",
        },
    )
    imported = import_model(tmp_path / "deep" / "runs", bad)  # its files are read under our own names
    assert sorted(path.name for path in imported.path.iterdir()) == ["best.pt", "card.json", "job.json", "result.json"]
    assert not list(tmp_path.rglob("evil.txt"))
    assert not list(tmp_path.rglob("escaped"))


def test_a_model_of_a_newer_program_or_an_unknown_network_is_refused(project, tmp_path):
    out = export_model(trained(project), tmp_path / "model")
    manifest = json.loads((out / MANIFEST_NAME).read_text())
    (out / MANIFEST_NAME).write_text(json.dumps({**manifest, "format": 99}))
    with pytest.raises(CheckpointError, match="newer DermDesk"):
        import_model(tmp_path / "runs", out)
    run = trained(project)
    card = dataclasses.replace(read_card(run.path), architecture="resnet9999")
    write_card(card, run.card_path)
    with pytest.raises(UnknownModel):
        import_model(tmp_path / "runs", export_model(run, tmp_path / "strange"))
    with pytest.raises(CheckpointError, match="no such file"):
        import_model(tmp_path / "runs", tmp_path / "nowhere.zip")
    (tmp_path / "text.zip").write_text("no zip")
    with pytest.raises(CheckpointError, match="can't be read"):
        import_model(tmp_path / "runs", tmp_path / "text.zip")


def test_a_huge_entry_is_not_unpacked(project, tmp_path, monkeypatch):
    out = export_model(trained(project), tmp_path / "model.zip")
    monkeypatch.setitem(__import__("core.jobs.exporting", fromlist=["x"])._LARGEST, "best.pt", 4)
    with pytest.raises(CheckpointError, match="too large"):
        import_model(tmp_path / "runs", out)
