"""Import: everything that is good comes in, everything else is told by file, and twice is as good as once."""

from __future__ import annotations

import csv
import os
import shutil
import time
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from core.classes import ClassTable
from core.errors import AnnotationError, ImageMissing, MetadataError
from core.formats.annotation import Annotation, NamedBox
from core.formats.voc import write_voc
from core.geometry import Box
from core.importing import import_photos
from core.metadata import MetadataColumns
from core.project.labels import Edit, ImageState, Split, with_boxes
from core.project.project import Project


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "project", ClassTable(())) as opened:
        yield opened


@pytest.fixture
def source(tmp_path):
    """Three photographs in two class folders, boxes of one in a mirrored folder."""
    draw(tmp_path / "photos/nevus/a.jpg", seed=1)
    draw(tmp_path / "photos/nevus/b.png", seed=2)
    draw(tmp_path / "photos/actinic_keratosis/c #1.jpg", seed=3)
    annotate(tmp_path / "voc/nevus/a.xml", NamedBox("nevus", Box(5, 6, 50, 40)), NamedBox("nevus", Box(0, 0, 9, 9)))
    return tmp_path / "photos"


def draw(path, *, seed, size=(60, 80), **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.random.default_rng(seed).integers(0, 255, (*size, 3), np.uint8)).save(path, **options)


def annotate(path, *boxes, width=80, height=60):
    path.parent.mkdir(parents=True, exist_ok=True)
    write_voc(path, Annotation(path.with_suffix(".jpg").name, width, height, boxes))


def table(path, *rows, header="file,class,patient,split,region"):
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8-sig")
    return path


def by_path(project):
    return {record.relative_path: record for record in project.images()}


def class_of(project, relative):
    diagnosis = by_path(project)[relative].diagnosis
    return None if diagnosis is None else project.classes.get(diagnosis).name


def test_class_folders_and_a_mirrored_folder_of_boxes(project, source, tmp_path):
    report = import_photos(project, source, boxes=tmp_path / "voc")
    assert (report.images_added, report.boxes_added, report.problems) == (3, 2, ())
    assert report.classes_added == ("Actinic keratosis", "Nevus")
    assert project.classes.names == ("Actinic keratosis", "Nevus")
    assert project.classes.classes[0].aliases == ("actinic_keratosis",)
    assert [class_of(project, path) for path in by_path(project)] == ["Actinic keratosis", "Nevus", "Nevus"]
    record = by_path(project)["nevus/a.jpg"]
    assert (record.width, record.height, record.box_count) == (80, 60, 2)
    assert record.path == source / "nevus/a.jpg"
    assert [box.box for box in project.labels(record.id).boxes] == [Box(5, 6, 50, 40), Box(0, 0, 9, 9)]


def test_boxes_beside_the_photographs(project, source, tmp_path):
    shutil.move(tmp_path / "voc/nevus/a.xml", source / "nevus/a.xml")
    assert import_photos(project, source).boxes_added == 2


def test_format_folder_reads_no_boxes_and_voc_no_folder_names(project, source, tmp_path):
    shutil.copy(tmp_path / "voc/nevus/a.xml", source / "nevus/a.xml")
    assert import_photos(project, source, format="folder").boxes_added == 0
    with Project.create(tmp_path / "other", ClassTable(())) as other:
        report = import_photos(other, source, format="voc")
        assert (report.boxes_added, other.classes.names) == (2, ("Nevus",))
        assert {record.diagnosis for record in other.images()} == {None}
    with pytest.raises(AnnotationError, match="no boxes"):
        import_photos(project, source, format="folder", boxes=tmp_path / "voc")


def test_twice_adds_nothing_twice(project, source, tmp_path):
    metadata = table(tmp_path / "m.csv", "photos/nevus/a.jpg,nevus,P1,train,ARM")
    import_photos(project, source, boxes=tmp_path / "voc", metadata=metadata)
    before = [(record, project.labels(record.id)) for record in project.images()]
    report = import_photos(project, source, boxes=tmp_path / "voc", metadata=metadata)
    assert (report.images_added, report.images_known, report.images_updated, report.boxes_added) == (0, 3, 0, 0)
    assert report.classes_added == ()
    assert [(record, project.labels(record.id)) for record in project.images()] == before


def test_a_second_import_fills_what_the_first_lacked(project, source, tmp_path):
    import_photos(project, source)
    report = import_photos(project, source, boxes=tmp_path / "voc")
    assert (report.images_added, report.images_updated, report.boxes_added) == (0, 1, 2)


def test_an_import_never_replaces_what_a_person_did(project, source, tmp_path):
    import_photos(project, source, boxes=tmp_path / "voc")
    record = by_path(project)["nevus/a.jpg"]
    labels = project.labels(record.id)
    project.apply(Edit(record.id, labels, with_boxes(labels, ()), "Delete 2 boxes"))
    import_photos(project, source, boxes=tmp_path / "voc")
    assert project.labels(record.id).boxes == ()


def test_metadata_give_class_patient_split_and_the_rest(project, source, tmp_path):
    metadata = table(
        tmp_path / "m.csv",
        "photos\\nevus\\a.jpg,acne,P1,train,ARM",
        "nevus/b.png,,P2,test,",
    )
    report = import_photos(project, source, metadata=metadata)
    records = by_path(project)
    first, second = records["nevus/a.jpg"], records["nevus/b.png"]
    assert (first.patient, first.split, first.metadata) == ("P1", Split.TRAIN, {"region": "ARM"})
    assert (second.patient, second.split, second.metadata) == ("P2", Split.TEST, {})
    assert class_of(project, "nevus/a.jpg") == "Acne"
    assert class_of(project, "nevus/b.png") == "Nevus"
    assert [(problem.path.name, problem.reason) for problem in report.problems] == [
        ("c #1.jpg", "It has no row in m.csv.")
    ]


def test_named_columns(project, source, tmp_path):
    metadata = table(tmp_path / "m.csv", "nevus/a.jpg,BCC,17", header="img,dx,who")
    columns = MetadataColumns(file="img", diagnosis="dx", patient="who")
    import_photos(project, source, metadata=metadata, columns=columns)
    assert by_path(project)["nevus/a.jpg"].patient == "17"
    assert class_of(project, "nevus/a.jpg") == "BCC"
    with pytest.raises(MetadataError, match="no column 'nobody'"):
        import_photos(project, source, metadata=metadata, columns=replace(columns, patient="nobody"))


def test_problems_of_the_table_are_told(project, source, tmp_path):
    metadata = table(
        tmp_path / "m.csv",
        "nevus/a.jpg,,P1,train,",
        "nevus/a.jpg,,P1,train,",
        "nevus/gone.jpg,,P1,train,",
        "nevus/b.png,,P1,test,",
        "actinic_keratosis/c #1.jpg,,P3,sometimes,",
    )
    report = import_photos(project, source, metadata=metadata)
    reasons = [problem.reason for problem in report.problems if problem.path == metadata]
    assert len(reasons) == len(report.problems) == 4
    assert any("Line 3" in reason and "already on line 2" in reason for reason in reasons)
    assert any("there is no photograph nevus/gone.jpg" in reason for reason in reasons)
    assert any("Patient P1 has photographs in test and train" in reason for reason in reasons)
    assert any("'sometimes'" in reason for reason in reasons)
    assert report.images_added == 3


def test_unknown_classes_are_problems_unless_they_may_be_made(source, tmp_path):
    annotate(tmp_path / "voc/actinic_keratosis/c #1.xml", NamedBox("wart", Box(1, 1, 20, 20)))
    with Project.create(tmp_path / "p", ClassTable.from_names(["Nevus"])) as project:
        report = import_photos(project, source, boxes=tmp_path / "voc")
        assert (report.images_added, report.boxes_added, report.classes_added) == (3, 2, ())
        assert [problem.path.name for problem in report.problems] == ["c #1.jpg", "c #1.xml"]
        assert "no class 'actinic_keratosis'" in report.problems[0].reason
        assert "no class 'wart'" in report.problems[1].reason
        assert class_of(project, "actinic_keratosis/c #1.jpg") is None

        report = import_photos(project, source, boxes=tmp_path / "voc", add_classes=True)
        assert report.classes_added == ("Actinic keratosis", "Wart")
        assert (report.images_added, report.images_updated, report.boxes_added) == (0, 1, 1)
        assert project.classes.names == ("Nevus", "Actinic keratosis", "Wart")
        assert class_of(project, "actinic_keratosis/c #1.jpg") == "Actinic keratosis"


def test_spellings_of_one_class_make_one_class(project, tmp_path):
    for number, folder in enumerate(["basal cell carcinoma", "basal_cell_carcinoma", "Basal-Cell Carcinoma"]):
        draw(tmp_path / "photos" / folder / "a.jpg", seed=number)
    import_photos(project, tmp_path / "photos")
    assert len(project.classes) == 1
    assert {record.diagnosis for record in project.images()} == set(project.classes.ids)


def test_bad_photographs_never_stop_the_others(project, source):
    whole = (source / "nevus/a.jpg").read_bytes()
    (source / "nevus/cut.jpg").write_bytes(whole[:-500])
    (source / "nevus/empty.jpg").write_bytes(b"")
    (source / "nevus/text.png").write_text("no picture")
    (source / "nevus/phone.heic").write_bytes(b"x")
    (source / "nevus/loop.jpg").symlink_to("nowhere.jpg")
    report = import_photos(project, source)
    assert report.images_added == 3
    reasons = {problem.path.name: problem.reason for problem in report.problems}
    assert set(reasons) == {"cut.jpg", "empty.jpg", "text.png", "phone.heic", "loop.jpg"}
    assert "cut short" in reasons["cut.jpg"]
    assert "is empty" in reasons["empty.jpg"]
    assert "no photograph" in reasons["text.png"]
    assert "HEIC" in reasons["phone.heic"]
    assert "missing" in reasons["loop.jpg"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", [b"back\\slash.jpg", b"latin-\xfc.jpg"])
def test_names_that_no_database_or_other_system_can_hold(project, source, name):
    path = os.path.join(os.fsencode(source), b"nevus", name)
    try:
        shutil.copy(source / "nevus/a.jpg", os.fsdecode(path))
    except OSError:
        pytest.skip("this file system refuses the name")
    report = import_photos(project, source)
    assert report.images_added == 3
    assert "rename it" in report.problems[0].reason


def test_bad_annotations_never_stop_the_others(project, source, tmp_path):
    (tmp_path / "voc/nevus/b.xml").write_text("<annotation>")
    annotate(tmp_path / "voc/actinic_keratosis/c #1.xml", NamedBox("nevus", Box(1, 1, 20, 20)), width=60, height=80)
    annotate(tmp_path / "voc/nevus/nobody.xml")
    report = import_photos(project, source, boxes=tmp_path / "voc")
    assert (report.images_added, report.boxes_added) == (3, 2)
    reasons = {problem.path.name: problem.reason for problem in report.problems}
    assert set(reasons) == {"b.xml", "c #1.xml", "nobody.xml"}
    assert "no XML" in reasons["b.xml"]
    assert "60 x 80" in reasons["c #1.xml"]
    assert "no photograph" in reasons["nobody.xml"]


def test_boxes_lie_on_upright_photographs(project, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    draw(tmp_path / "photos/nevus/turned.jpg", seed=5, exif=exif)
    annotate(tmp_path / "voc/nevus/turned.xml", NamedBox("nevus", Box(1, 1, 59, 79)), width=60, height=80)
    report = import_photos(project, tmp_path / "photos", boxes=tmp_path / "voc")
    (record,) = project.images()
    assert (record.width, record.height, record.orientation) == (60, 80, 6)
    assert (report.boxes_added, report.problems) == (1, ())


def test_an_annotation_that_two_photographs_claim(project, source, tmp_path):
    draw(source / "acne/a.jpg", seed=8)
    shutil.move(tmp_path / "voc/nevus/a.xml", tmp_path / "voc/a.xml")
    report = import_photos(project, source, boxes=tmp_path / "voc")
    assert report.boxes_added == 0
    assert "acne/a.jpg, nevus/a.jpg" in report.problems[0].reason


def test_annotations_elsewhere_below_the_source_are_told_once(project, source, tmp_path):
    shutil.move(tmp_path / "voc", source / "voc")
    report = import_photos(project, source)
    (problem,) = report.problems
    assert "1 XML files have no photograph beside them" in problem.reason


def test_copies_count_once(project, source):
    shutil.copy(source / "nevus/a.jpg", source / "actinic_keratosis/z.jpg")
    report = import_photos(project, source)
    assert report.images_added == 3
    (problem,) = report.problems
    assert problem.path.name == "a.jpg"
    assert "same photograph as actinic_keratosis/z.jpg" in problem.reason


def test_a_file_that_changed_its_size_under_its_boxes(project, source, tmp_path):
    import_photos(project, source, boxes=tmp_path / "voc")
    draw(source / "nevus/a.jpg", seed=9, size=(120, 160))
    report = import_photos(project, source)
    assert [problem.path.name for problem in report.problems] == ["a.jpg"]
    assert by_path(project)["nevus/a.jpg"].width == 80


def test_flags_of_boxes_are_kept(project, source, tmp_path):
    annotate(tmp_path / "voc/nevus/a.xml", NamedBox("nevus", Box(5, 6, 50, 40), True, True, True))
    import_photos(project, source, boxes=tmp_path / "voc")
    (box,) = project.labels(by_path(project)["nevus/a.jpg"].id).boxes
    assert (box.difficult, box.truncated, box.occluded) == (True, True, True)
    assert project.labels(by_path(project)["nevus/a.jpg"].id).state is ImageState.LABELLED


def test_progress_and_giving_up(project, source):
    seen = []
    import_photos(project, source, progress=lambda *step: seen.append(step))
    assert [step[:2] for step in seen] == [(1, 3), (2, 3), (3, 3), (3, 3)]
    assert seen[0][2] == "actinic_keratosis/c #1.jpg"


def test_giving_up_stores_nothing(project, source):
    def give_up(done, total, message):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_photos(project, source, progress=give_up)
    assert project.images() == []
    assert len(project.classes) == 0


def test_no_source_or_no_folder_of_boxes(project, source, tmp_path):
    with pytest.raises(ImageMissing):
        import_photos(project, tmp_path / "gone")
    with pytest.raises(AnnotationError, match="There is no folder"):
        import_photos(project, source, boxes=tmp_path / "gone")


def test_an_empty_folder(project, tmp_path):
    (tmp_path / "empty").mkdir()
    report = import_photos(project, tmp_path / "empty")
    assert (report.images_added, report.problems) == (0, ())


def test_all_of_pad(project, pad):
    began = time.perf_counter()
    report = import_photos(project, pad / "images", boxes=pad / "voc", metadata=pad / "manifest.csv")
    seconds = time.perf_counter() - began
    assert report.problems == ()
    assert (report.images_added, report.boxes_added, len(project.classes)) == (917, 970, 6)
    assert "Actinic keratosis" in project.classes.names
    with (pad / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["file"].removeprefix("images/"): row for row in csv.DictReader(stream)}
    patients: dict[str, set[str]] = {}
    for record in project.images():
        row = rows[record.relative_path]
        assert (record.split, record.patient) == (row["split"], row["patient_id"])
        assert (record.width, record.height) == (int(row["width"]), int(row["height"]))
        assert project.classes.get(record.diagnosis) is project.classes.find(row["diagnosis"])
        patients.setdefault(record.patient, set()).add(record.split)
    assert all(len(splits) == 1 for splits in patients.values())
    assert len(patients) == 702
    assert Counter(record.split for record in project.images()) == Counter(row["split"] for row in rows.values())
    again = import_photos(project, pad / "images", boxes=pad / "voc", metadata=pad / "manifest.csv")
    assert (again.images_added, again.images_known, again.boxes_added) == (0, 917, 0)
    assert seconds < 60


def test_pad_from_its_top_folder(project, pad):
    report = import_photos(project, pad, boxes=pad / "voc", metadata=pad / "manifest.csv")
    assert (report.images_added, report.boxes_added, len(project.classes)) == (917, 970, 6)
    assert report.problems == ()


def test_a_table_of_other_photographs_is_one_problem_not_two_a_row(project, source, tmp_path):
    for number in range(12):
        draw(source / f"nevus/more_{number}.png", seed=100 + number)
    metadata = table(tmp_path / "m.csv", *(f"gone/{number}.jpg,nevus,P{number},train," for number in range(15)))

    report = import_photos(project, source, metadata=metadata)

    assert report.images_added == 15
    reasons = [problem.reason for problem in report.problems if problem.path == metadata]
    assert len(reasons) == 2
    assert "no photograph gone/0.jpg" in reasons[0]
    assert "14 further rows" in reasons[0]
    assert "15 of 15 photographs have no row" in reasons[1]


def test_a_copy_under_another_class_says_that_one_of_the_two_is_wrong(project, source):
    (source / "melanoma").mkdir()
    shutil.copyfile(source / "nevus/a.jpg", source / "melanoma/same.jpg")

    report = import_photos(project, source)

    (problem,) = report.problems
    assert "same photograph as melanoma/same.jpg" in problem.reason
    assert "'nevus'" in problem.reason
    assert "'melanoma'" in problem.reason


def test_a_broken_photograph_is_one_problem_though_it_has_no_row_either(project, source, tmp_path):
    broken = source / "nevus" / "broken.jpg"
    broken.parent.mkdir(exist_ok=True)
    broken.write_bytes(b"no picture")
    table = tmp_path / "rows.csv"
    table.write_text("file,diagnosis\n", encoding="utf-8")
    report = import_photos(project, source, metadata=table)
    (problem,) = [problem for problem in report.problems if problem.path == broken]
    assert "no row" not in problem.reason
