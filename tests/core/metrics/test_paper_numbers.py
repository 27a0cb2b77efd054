"""Tables II to IV as values and as text: whose numbers stand where, and what the formats do to names."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from core.classes import ClassTable, load_template
from core.inference.catalogue import Task, architecture
from core.metrics.classification import NO_DETECTION
from core.metrics.paper import paper_numbers
from core.metrics.paper_tables import PAPER, Table, table_ii, table_iii, table_iv
from core.metrics.report import Evaluation, ModelEvaluation, combine
from core.metrics.table_formats import escape_latex, to_csv, to_latex, to_markdown
from core.project.labels import Split

SKIN10 = load_template("skin10")
PAPER_CNNS = ("resnet50", "densenet121", "nasnetamobile", "pnasnet5large")


def judged(name: str, classes: ClassTable, *, n: int = 200, right: float = 0.5) -> ModelEvaluation:
    """A model that is right this often, the same photographs and classes for all."""
    entry = architecture(name.rpartition("-")[0])
    rng = np.random.default_rng(len(name))
    truth = np.arange(n) % len(classes)
    sure = np.where(rng.random(n) < right, truth, (truth + 1) % len(classes))
    detects = entry.task is Task.DETECTION
    probabilities = rng.random((n, len(classes))) + 2 * np.eye(len(classes))[sure]
    return ModelEvaluation(
        name=name,
        architecture=entry.name,
        task=entry.task,
        classes=classes,
        image_ids=tuple(range(n)),
        truth=truth,
        predicted=np.where(truth == 0, NO_DETECTION, sure) if detects else sure,
        probabilities=None if detects else probabilities / probabilities.sum(axis=1, keepdims=True),
    )


def evaluation(*names: str, classes: ClassTable = SKIN10) -> Evaluation:
    models = tuple(judged(name, classes) for name in names)
    cnns = [entry for entry in models if not entry.detects]
    together = combine(cnns, cnns[0].image_ids) if cnns else None
    return Evaluation(Split.TEST, classes, tuple(range(200)), models, together, {})


def rows(table: Table) -> dict[str, tuple]:
    return {row.name: row.values for row in table.rows}


def test_the_papers_numbers_follow_the_order_of_the_project():
    turned = ClassTable(tuple(reversed(SKIN10.classes)))
    ours, theirs = paper_numbers(turned), paper_numbers(SKIN10)
    assert ours is not None
    assert theirs is not None
    assert theirs.train_images[:2] == (1598, 932)
    assert ours.train_images == theirs.train_images[::-1]
    assert ours.class_accuracy["retinanet"] == theirs.class_accuracy["retinanet"][::-1]
    assert sum(theirs.test_images) == 2554


def test_spelling_does_not_matter_and_other_classes_have_no_paper():
    respelt = ClassTable(tuple(replace(c, name=c.name.upper().replace(" ", "_"), aliases=()) for c in SKIN10))
    assert paper_numbers(respelt) is not None
    assert paper_numbers(ClassTable(SKIN10.classes[:9])) is None
    more = ClassTable((*SKIN10.classes, replace(SKIN10.classes[0], id=77, name="Melanoma", aliases=())))
    assert paper_numbers(more) is None


def test_table_ii_counts_and_totals():
    paper = paper_numbers(SKIN10)
    table = table_ii(SKIN10, {Split.TRAIN: (3,) * 10, Split.TEST: (1,) * 10, None: (2, *(0,) * 9)}, paper)
    assert [column.title for column in table.columns] == [
        "Training", "Testing", "No split", "Training, paper", "Testing, paper",
    ]  # fmt: skip
    assert rows(table)["Acne Vulgaris"] == (3, 1, 2, 1598, 399)
    assert rows(table)["All"] == (30, 10, 2, 10218, 2554)
    assert [row.labels[0] for row in table.rows][:2] == ["0", "1"]


def test_table_iii_puts_the_paper_beside_and_names_the_ensembles():
    found = evaluation("resnet50-1", "densenet121-1", "retinanet-1", "resnet18-3")
    table = table_iii(found, paper_numbers(SKIN10))
    assert [column.title for column in table.columns] == [
        "Photographs", "Top-1", "Top-3", "Top-5", "Top-1, paper", "Top-3, paper",
    ]  # fmt: skip
    values = rows(table)
    first = found.model("resnet50-1")
    assert values["ResNet50"] == (200, *(pytest.approx(100 * first.top_k(k)) for k in (1, 3, 5)), 74.75, 94.28)
    assert values["NASNet-A mobile"] == (None, None, None, None, 75.8, 94.01)
    assert values["ResNet18 (light)"][4:] == (None, None)
    assert "RetinaNet (ResNeXt101)" not in values
    assert found.ensemble is not None
    assert values["EnsembleNet"][1] == pytest.approx(100 * found.ensemble.weighted_accuracy)
    assert values["EnsembleNet"][4:] == (79.01, 95.34)
    assert values["Best ensemble by top-1"][1] == pytest.approx(
        100 * max(entry.weighted_accuracy for entry in found.subsets())
    )
    assert values["Best ensemble by top-3"][5] == 95.42
    assert "EnsembleNet here: resnet50-1 + densenet121-1 + resnet18-3." in table.notes


def test_the_best_ensemble_is_the_smallest_of_the_equally_good():
    found = evaluation("resnet50-1")
    twins = [replace(found.models[0], name=name) for name in ("a", "b", "c")]
    found = replace(found, models=tuple(twins), ensemble=combine(twins, found.image_ids))
    (note,) = [note for note in table_iii(found, None).notes if "top-1 of all 7" in note]
    assert note.endswith(": a.")


def test_of_equally_good_ensembles_the_better_by_top_1_is_named():
    classes = ClassTable(SKIN10.classes[:4])
    found = evaluation("resnet50-1", "densenet121-1", classes=classes)
    worse, better = found.models
    sure, second = np.eye(4)[worse.truth], np.eye(4)[(worse.truth + 1) % 4]
    # Both have the class among their first three throughout; only one always has it first.
    models = (
        replace(worse, probabilities=0.4 * sure + 0.6 * second, predicted=(worse.truth + 1) % 4),
        replace(better, probabilities=0.6 * sure + 0.4 * second, predicted=better.truth),
    )
    table = table_iii(replace(found, models=models, ensemble=combine(models, found.image_ids)), None)
    (note,) = [note for note in table.notes if "top-3 of all 3" in note]
    assert note.endswith(": densenet121-1.")
    assert rows(table)["Best ensemble by top-3"][1:] == (100.0, 100.0)


def test_table_iii_leaves_out_a_k_that_is_always_right():
    three = ClassTable.from_names(["a", "b", "c"])
    table = table_iii(evaluation("resnet50-1", "densenet121-1", classes=three), None)
    assert [column.title for column in table.columns] == ["Photographs", "Top-1"]


def test_table_iv_has_all_models_and_the_paper_beneath():
    found = evaluation("retinanet-1", "resnet50-1", "densenet121-1")
    table = table_iv(found, paper_numbers(SKIN10))
    names = [row.labels[0] for row in table.rows]
    assert names[:2] == ["ResNet50", "ResNet50, paper"]
    assert names[-3:] == ["RetinaNet (ResNeXt101)", "RetinaNet (ResNeXt101), paper", "EnsembleNet"]
    assert "PNASNet-5 large, paper" in names
    assert "PNASNet-5 large" not in names
    mine, theirs = table.rows[0], table.rows[1]
    assert (theirs.source, theirs.values[0], theirs.values[-1]) == (PAPER, 76.94, 74.75)
    counts = found.model("resnet50-1").per_class
    assert mine.values[:10] == tuple(pytest.approx(100 * count.accuracy) for count in counts)
    assert mine.values[10] == pytest.approx(100 * found.model("resnet50-1").weighted_accuracy)
    silent = next(row for row in table.rows if row.labels[0] == "RetinaNet (ResNeXt101)")
    assert silent.values[0] == 0.0


def test_two_runs_of_one_architecture_are_told_apart():
    names = [row.labels[0] for row in table_iv(evaluation("resnet50-1", "resnet50-2"), None).rows]
    assert names == ["ResNet50, resnet50-1", "ResNet50, resnet50-2", "EnsembleNet"]


def test_without_predictions_the_tables_still_stand():
    empty = Evaluation(None, SKIN10, (), (), None, {})
    paper = paper_numbers(SKIN10)
    assert len(table_iii(empty, None).rows) == len(table_iv(empty, None).rows) == 0
    assert rows(table_iii(empty, paper))["EnsembleNet"][-1] == 95.34
    assert len(table_iv(empty, paper).rows) == 6
    assert "all photographs" in table_iv(empty, paper).title


ODD = ["a_b & 100%", "c|d\\e", "{f} $g #h ^i ~j <k>", 'l\nm "n"']


def test_latex_prints_odd_names_as_they_are():
    assert escape_latex("a_b & 100%\\") == r"a\_b \& 100\%\textbackslash{}"
    text = to_latex(table_ii(ClassTable.from_names(ODD), {}, None))
    body = [line for line in text.splitlines() if line.endswith(r"\\")]
    assert len(body) == 2 + len(ODD)
    # The column separators are the only ampersands that aren't escaped.
    assert {line.replace(r"\&", "").count("&") for line in body} == {3}
    assert r"\{f\} \$g \#h \textasciicircum{}i \textasciitilde{}j \textless{}k\textgreater{}" in text
    assert text.startswith(r"\begin{table}")
    assert text.endswith("\\end{table}\n")


def test_markdown_tables_keep_their_columns():
    text = to_markdown(table_ii(ClassTable.from_names(ODD), {}, None))
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.replace("\\\\", "").replace("\\|", "").count("|") for line in lines} == {5}
    assert r"a\_b & 100%" in text
    assert r"c\|d\\e" in text
    assert "| – |" in to_markdown(table_iii(Evaluation(None, SKIN10, (), (), None, {}), paper_numbers(SKIN10)))


def test_csv_has_one_number_a_line_and_says_whose_it_is():
    found, paper = evaluation("resnet50-1", "retinanet-1"), paper_numbers(SKIN10)
    tables = (table_ii(SKIN10, {}, paper), table_iii(found, paper), table_iv(found, paper))
    read = list(csv.DictReader(io.StringIO(to_csv(tables))))
    assert len(read) == sum(len(row.values) for table in tables for row in table.rows)

    def value(**wanted: str) -> str:
        (found,) = [row for row in read if wanted.items() <= row.items()]
        return found["value"]

    assert value(table="II", row="Rosacea", column="Training", source="paper", unit="photographs") == "976"
    assert value(table="III", row="ResNet50", column="Top-3", source="paper", unit="%") == "94.28"
    assert value(table="III", row="ResNet50", column="Photographs", unit="photographs") == "200"
    assert value(table="III", row="DenseNet121", column="Top-1", source="here") == ""
    assert value(table="IV", row="RetinaNet (ResNeXt101)", column="Overall", source="paper") == "78.31"
    assert value(table="IV", row="RetinaNet (ResNeXt101)", column="Acne Vulgaris", source="here") == "0.0"
