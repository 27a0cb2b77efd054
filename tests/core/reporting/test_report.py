"""Reports: complete, self-contained, and silent about what a patient's file says beside its pixels."""

from __future__ import annotations

import base64
import io
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from core.classes import ClassTable
from core.cli.main import cli
from core.evaluation import Evaluation, ModelEvaluation, evaluate
from core.inference.catalogue import Task
from core.model_colours import model_colours
from core.project.labels import Split
from core.project.project import Project
from core.reporting import charts
from core.reporting.content import gather, title, worst_cases
from core.reporting.html import render, write_html
from core.reporting.pdf import write_pdf
from tests.reading_pdf import pdf_text

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def content(project):
    return gather(project, Split.TEST, now=NOW)


class Page(HTMLParser):
    """Tags that must be closed, the text, and what is loaded from where."""

    def __init__(self, text):
        super().__init__()
        self.open, self.text, self.loaded = [], "", []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.loaded += [value for name, value in attrs if name in ("src", "href", "xlink:href", "data")]
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_the_page_is_whole_and_loads_nothing(content):
    page = Page(render(content))
    assert not page.open
    assert page.loaded
    assert all(value.startswith(("data:image/", "#")) for value in page.loaded)
    for wanted in (
        "ward-3",
        "Test photographs",
        "7 photographs of 4 patients",
        "Table IV",
        "retinanet-1",
        "EnsembleNet",
    ):
        assert wanted in page.text
    assert "epochs\xa03, lr\xa00.01" in page.text
    assert {name for name, _ in content.versions} >= {"Python", "dermdesk", "torch", "numpy"}
    assert ", ".join(f"{name}\xa0{number}" for name, number in content.versions) in page.text


def test_the_numbers_are_the_evaluations(content):
    page = Page(render(content))
    for entry in content.evaluation.all():
        assert f"{100 * entry.weighted_accuracy:.2f}" in page.text


def test_weights_are_those_of_the_evaluation_and_are_told(project):
    weights = {"resnet50-1": 5.0}
    content = gather(project, Split.TEST, now=NOW, weights=weights)
    (ensemble,) = (entry for entry in content.evaluation.all() if entry.members)
    assert ensemble.correct == evaluate(project, Split.TEST, weights=weights).ensemble.correct
    assert "1 x densenet121-1 + 5 x resnet50-1" in Page(render(content)).text


def test_class_names_are_no_markup(content):
    text = render(content)
    assert "<b>Naevus" not in text
    assert "&lt;b&gt;Naevus &amp; Co" in text
    assert "湿疹" in text


def test_the_surest_errors_come_first(project, content):
    cases = worst_cases(project, content.evaluation.model("resnet50-1"), most=5)
    assert [(case.predicted, round(case.probability, 2), round(case.of_truth, 2)) for case in cases] == [
        ("湿疹", 0.88, 0.1),
        ("<b>Naevus & Co</b>", 0.6, 0.3),
    ]
    assert content.judge.name == "ensemble"
    assert [case.image.relative_path for case in content.worst] == ["Miller-0.jpg", "Miller-3.jpg"]


def test_pictures_are_pixels_alone_and_a_missing_photograph_is_only_told(project, content):
    before = {path: path.read_bytes() for path in (project.folder.parent / "photos").iterdir()}
    text = render(content)
    pictures = re.findall(r'src="data:image/jpeg;base64,([^"]+)"', text)
    assert len(pictures) == 1
    data = base64.b64decode(pictures[0])
    with Image.open(io.BytesIO(data)) as picture:
        assert not picture.getexif()
    assert b"52.5200" in next(iter(before.values()))
    assert b"52.5200" not in data
    assert text.count("<li>") == 2
    assert {path: path.read_bytes() for path in before} == before


def test_no_file_names_and_no_pictures_unless_wanted(content):
    text = render(content)
    assert "Miller" not in text
    assert "photos" not in text
    assert "Miller-0.jpg" in render(content, file_names=True)
    assert "<img" not in render(content, photographs=False)


def test_the_pdf_has_the_same_parts(content, tmp_path):
    pictures = {}
    for photographs in (True, False):
        path = tmp_path / "report.pdf"
        write_pdf(content, path, photographs=photographs)
        data = path.read_bytes()
        assert data.startswith(b"%PDF-")
        assert data.rstrip().endswith(b"%%EOF")
        pictures[photographs] = data.count(b"/Subtype /Image")
    # Two charts, and for each model a matrix and perhaps its bars; equal ones are stored once.
    assert pictures[False] >= 2 + 3 + 2
    assert pictures[True] - pictures[False] == 1


def test_the_pdf_says_what_the_page_says(content, tmp_path):
    write_pdf(content, tmp_path / "report.pdf")
    text = pdf_text((tmp_path / "report.pdf").read_bytes())
    headings = [
        "ward-3 Test photographs · 23 November 2026",
        "Data 7 photographs of 4 patients",
        "Models Model",
        "Accuracy by class",
        "Confusion and confidence Left: rows are the truth",
        "Tables Table II. Photographs by class",
        "Table III. Weighted top-k accuracy",
        "Table IV. Top-1 accuracy by class",
        "Surest errors Photographs that EnsembleNet is most certain about, and wrong.",
        "Recipes densenet121-1: DenseNet121, trained 2026-01-01 00:00 UTC, from scratch, snapshot abcdef012345.",
        "epochs 3, lr 0.01",
        "Made with Python",
    ]
    places = [text.find(heading) for heading in headings]
    assert -1 not in places, headings[places.index(-1)]
    assert places == sorted(places)
    for name, number in content.versions:
        assert f"{name} {number}" in text
    for entry in content.evaluation.all():
        low, high = entry.patient_interval or entry.interval
        line = f"{title(entry)} {entry.n} {100 * entry.weighted_accuracy:.2f} {100 * low:.1f} to {100 * high:.1f}"
        assert line in text
    for case in content.worst:
        assert f"Photograph {case.image.id} " in text
        assert f"{100 * case.probability:.0f} % sure" in text


def test_the_pdf_names_no_file_and_no_patient_unless_wanted(project, content, tmp_path):
    patients = {image.patient for image in project.images()}
    for photographs in (True, False):
        write_pdf(content, tmp_path / "report.pdf", photographs=photographs)
        text = pdf_text((tmp_path / "report.pdf").read_bytes())
        assert "Photograph 1" in text
        assert "Miller" not in text
        assert "jpg" not in text
        assert not patients.intersection(re.findall(r"\w+", text))
    write_pdf(content, tmp_path / "report.pdf", file_names=True)
    text = pdf_text((tmp_path / "report.pdf").read_bytes())
    assert "Miller-0.jpg" in text
    assert "Photograph 1" not in text
    assert not patients.intersection(re.findall(r"\w+", text))


def test_names_are_no_formulas():
    classes = ClassTable.from_names(["a $x^2$ b", "cost $"])
    svg = charts.to_svg(charts.distribution(classes, {Split.TEST: (3, 4)}))
    assert "a $x^2$ b" in svg
    assert "cost $" in svg


def test_a_project_without_predictions_has_a_report_of_its_data(project, tmp_path):
    for model in project.predicted_models():
        project.clear_predictions(model.name)
    content = gather(project, Split.TEST, now=NOW)
    assert "No model has predicted these photographs yet." in render(content)
    write_pdf(content, tmp_path / "empty.pdf")
    assert (tmp_path / "empty.pdf").stat().st_size > 1000


def test_a_chart_is_the_same_twice(content):
    first, second = (charts.to_svg(charts.class_bars(content.evaluation, content.colours)) for _ in range(2))
    assert first == second


def test_bars_have_the_intervals_of_patients_as_the_window_draws_them():
    """Nine of twelve photographs right, three each of four patients: 3.27 photographs' worth, by Rao and Scott."""
    classes = ClassTable.from_names(["Naevus", "Eczema"])
    truth = np.zeros(12, dtype=np.int64)
    said = np.array([0] * 9 + [1] * 3)

    def intervals(patients):
        model = ModelEvaluation(
            "resnet50-1", "resnet50", Task.CLASSIFICATION, classes, tuple(range(12)), truth, said, None,
            patients=patients,
        )  # fmt: skip
        evaluation = Evaluation(Split.TEST, classes, model.image_ids, (model,), None, {})
        (axes,) = charts.class_bars(evaluation, {"resnet50-1": "#0072b2"}).axes
        return [[round(float(end), 3) for end in line.get_xdata()] for line in axes.lines], model

    drawn, model = intervals(np.repeat(np.arange(4), 3))
    assert drawn == [[0.269, 0.961]]
    assert model.class_interval(0) == pytest.approx((0.2694, 0.9607), abs=1e-4)
    assert model.class_interval(1) == (0.0, 1.0)  # nothing is known of it
    assert model.to_json()["per_class"][0]["patient_interval_95"] == list(model.class_interval(0))
    drawn, model = intervals(None)
    assert drawn == [[0.468, 0.911]]
    assert model.to_json()["per_class"][0]["patient_interval_95"] is None


def test_a_model_has_one_colour_whichever_models_are_chosen(project, content):
    alone = gather(project, Split.TEST, ["resnet50-1"], now=NOW)
    assert alone.colours == content.colours == model_colours(project)
    assert len(set(content.colours.values())) == len(content.colours) == 3
    # The first of this report, though not of the project: drawn in the colour that it has in the window.
    svg = charts.to_svg(charts.class_bars(alone.evaluation, alone.colours))
    assert content.colours["resnet50-1"] in svg
    assert content.colours["densenet121-1"] not in svg


def test_an_interrupted_report_leaves_the_old_one(content, tmp_path, monkeypatch):
    path = tmp_path / "report.html"
    path.write_text("old")
    monkeypatch.setattr("core.reporting.html.render", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_html(content, path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()).count(path) == 1


@pytest.mark.parametrize("name", ["report.html", "report.PDF"])
def test_the_command(project, tmp_path, name):
    folder = project.folder
    project.close()
    out = tmp_path / name
    result = CliRunner().invoke(
        cli, ["report", str(folder), str(out), "--models", "resnet50,retinanet", "--worst", "1"]
    )
    assert result.exit_code == 0, result.output
    assert f"Wrote {out}" in result.output
    # To be read by others, as any file that a person makes here.
    fresh = tmp_path / "fresh"
    fresh.touch()
    assert out.stat().st_mode == fresh.stat().st_mode
    with Project.open(folder, read_only=True):
        pass


def test_another_ending_is_refused(project, tmp_path):
    result = CliRunner().invoke(cli, ["report", str(project.folder), str(tmp_path / "report.docx")])
    assert result.exit_code == 2
    assert "'report.docx' ends in none of .html, .pdf" in result.output
