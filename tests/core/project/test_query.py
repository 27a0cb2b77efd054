"""A query finds exactly the photographs that a slow reading of what it means finds, in any project."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.classes import ClassTable
from core.geometry import Box
from core.project.labels import (
    Edit,
    ImageLabels,
    ImageState,
    Split,
    new_box,
    with_boxes,
    with_diagnosis,
    with_flag,
    with_state,
)
from core.project.project import Project
from core.project.query import (
    EVERYTHING,
    And,
    BoxSized,
    ClassOf,
    Comparison,
    Contains,
    Disagrees,
    EditedBy,
    Flag,
    InState,
    Marked,
    Measure,
    Measured,
    Not,
    OfClass,
    OfPatient,
    OnSide,
    Or,
    PredictedAs,
    PredictedBy,
    Scored,
    TextIn,
    both,
)
from core.project.query_rows import COMPARE
from core.project.records import NewImage, PredictedBox, Prediction

CLASS_IDS = (1, 2, 3)
MODELS = ("net-1", "net-2", "find-1")
WORDS = ("arm", "Straße", "100%", "a_b", "ÅNGSTRÖM", "P1")
TEXTS = (*WORDS, "strasse", "ångström", "%", "_", "jpg", "left", "zz")
ORDERED = (Comparison.LESS, Comparison.AT_MOST, Comparison.AT_LEAST, Comparison.MORE)
PEOPLE = ("ana", "ben")


def holds(query, record, labels, predictions, editors):
    """What each condition means, once more, in plain Python."""
    again = lambda part: holds(part, record, labels, predictions, editors)  # noqa: E731
    said = [entry for entry in predictions if getattr(query, "model", None) in (None, entry.model)]
    areas = [(box.box.x2 - box.box.x1) * (box.box.y2 - box.box.y1) for box in labels.boxes]
    match query:
        case And(parts):
            return all(map(again, parts))
        case Or(parts):
            return any(map(again, parts))
        case Not(part):
            return not again(part)
        case Contains(text, where):
            written = [labels.reason, *(box.note for box in labels.boxes)]
            looked_at = {
                TextIn.PATH: [record.relative_path],
                TextIn.WRITTEN: written,
                TextIn.ANYWHERE: [record.relative_path, record.patient or "", *record.metadata.values(), *written],
            }[where]
            return any(text.casefold() in part.casefold() for part in looked_at)
        case OfClass(class_id, of):
            if of is ClassOf.BOX:
                return not labels.boxes if class_id is None else class_id in {box.class_id for box in labels.boxes}
            return class_id == (labels.image_class if of is ClassOf.IMAGE else labels.diagnosis)
        case InState(state):
            return labels.state is state
        case OnSide(split):
            return record.split is split
        case OfPatient(patient):
            return record.patient == patient
        case EditedBy(who):
            return who in editors
        case Marked(Flag.FLAGGED):
            return labels.flagged
        case Marked(flag):
            return any(getattr(box, flag.value) for box in labels.boxes)
        case Measured(measure, comparison, value):
            number = {
                Measure.BOXES: len(labels.boxes), Measure.WIDTH: record.width, Measure.HEIGHT: record.height,
                Measure.MEGAPIXELS: record.width * record.height / 1e6,
            }[measure]  # fmt: skip
            return COMPARE[comparison](number, value)
        case BoxSized(comparison, value, share):
            bound = record.width * record.height * value if share else value * value
            return any(COMPARE[comparison](area, bound) for area in areas)
        case PredictedBy():
            return bool(said)
        case PredictedAs(class_id, _):
            return any(first_choice(entry)[0] == class_id for entry in said)
        case Scored(comparison, value, _):
            scores = [first_choice(entry)[1] for entry in said]
            return any(score is not None and COMPARE[comparison](score, value) for score in scores)
        case Disagrees():
            return labels.image_class is not None and any(first_choice(e)[0] != labels.image_class for e in said)
    raise AssertionError(query)


def first_choice(entry):
    if entry.probabilities is not None:
        best = max(entry.probabilities)
        return entry.class_ids[list(entry.probabilities).index(best)], best
    if not entry.boxes:
        return None, None
    best = max(box.score for box in entry.boxes)
    return next(box.class_id for box in entry.boxes if box.score == best), best


def found_slowly(project, query):
    labels = project.labels_of()
    history = project.history(limit=10_000)
    predictions = project.predictions()
    return {
        record.id
        for record in project.images()
        if holds(
            query,
            record,
            labels[record.id],
            [entry for entry in predictions if entry.image_id == record.id],
            {entry.who for entry in history if entry.image_id == record.id and entry.kind == "edit"},
        )
    }


sides = st.sampled_from((20.0, 50.0, 100.0, 200.0))
comparisons = st.sampled_from(Comparison)
classes = st.sampled_from((None, *CLASS_IDS))
models = st.sampled_from((None, *MODELS))
scores = st.sampled_from((0.0, 0.25, 0.5, 0.75, 1.0))

conditions = st.one_of(
    st.builds(Contains, st.sampled_from(TEXTS), st.sampled_from(TextIn)),
    st.builds(OfClass, classes, st.sampled_from(ClassOf)),
    st.builds(InState, st.sampled_from(ImageState)),
    st.builds(OnSide, st.sampled_from((None, *Split))),
    st.builds(OfPatient, st.sampled_from((None, "P1", "p1", "P2"))),
    st.builds(EditedBy, st.sampled_from((*PEOPLE, "nobody"))),
    st.builds(Marked, st.sampled_from(Flag)),
    st.builds(Measured, st.just(Measure.BOXES), comparisons, st.sampled_from((0.0, 1.0, 2.0))),
    st.builds(Measured, st.sampled_from((Measure.WIDTH, Measure.HEIGHT)), comparisons, st.sampled_from((400.0, 640))),
    st.builds(Measured, st.just(Measure.MEGAPIXELS), comparisons, st.sampled_from((0.16, 0.3))),
    st.builds(BoxSized, st.sampled_from(ORDERED), sides),
    st.builds(BoxSized, st.sampled_from(ORDERED), st.sampled_from((0.01, 0.0625, 0.2)), st.just(True)),
    st.builds(PredictedBy, models),
    st.builds(PredictedAs, classes, models),
    st.builds(Scored, comparisons, scores, models),
    st.builds(Disagrees, models),
)  # fmt: skip
queries = st.recursive(
    conditions,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(lambda parts: And(tuple(parts)), st.lists(inner, max_size=3)),
        st.builds(lambda parts: Or(tuple(parts)), st.lists(inner, max_size=3)),
    ),
    max_leaves=6,
)

lesion_boxes = st.builds(
    lambda x, side, class_id, flags, note: new_box(Box(x, 0, x + side, side), class_id, **flags, note=note),
    st.sampled_from((0.0, 10.5)),
    sides,
    st.sampled_from(CLASS_IDS),
    st.fixed_dictionaries(
        {name: st.booleans() for name in ("difficult", "truncated", "occluded", "locked")},
    ),
    st.sampled_from(("", *WORDS)),
)
probabilities = st.sampled_from(((0.25, 0.5, 0.25), (1.0, 0.0, 0.0), (0.25, 0.25, 0.5), (0.4, 0.4, 0.2)))
detections = st.lists(
    st.builds(lambda key, score: PredictedBox(Box(0, 0, 9, 9), key, score), st.sampled_from(CLASS_IDS), scores),
    max_size=3,
).map(lambda boxes: tuple(sorted(boxes, key=lambda box: -box.score)))  # fmt: skip
photographs = st.fixed_dictionaries(
    {
        "folder": st.sampled_from(("arm", "Straße", "a_b")),
        "size": st.sampled_from(((400, 400), (640, 480))),
        "patient": st.sampled_from((None, "P1", "P2")),
        "split": st.sampled_from((None, *Split)),
        "metadata": st.sampled_from(({}, {"site": "left arm"}, {"site": "100%", "by": "Ångström"})),
        "imported": st.lists(lesion_boxes, max_size=2),
        "edits": st.lists(
            st.tuples(
                st.sampled_from(PEOPLE),
                st.one_of(
                    st.lists(lesion_boxes, max_size=3).map(lambda boxes: lambda labels: with_boxes(labels, boxes)),
                    classes.map(lambda class_id: lambda labels: with_diagnosis(labels, class_id)),
                    st.builds(
                        lambda state, reason: lambda labels: with_state(labels, state, reason=reason),
                        st.sampled_from(ImageState),
                        st.sampled_from(WORDS),
                    ),
                    st.booleans().map(lambda on: lambda labels: with_flag(labels, on)),
                ),
            ),
            max_size=3,
        ),
        "net-1": st.none() | probabilities,
        "net-2": st.none() | probabilities,
        "find-1": st.none() | detections,
    }
)


@pytest.fixture(scope="module")
def empty():
    """A project that each example fills anew: making one takes longer than all that is asked of it."""
    with tempfile.TemporaryDirectory() as place:
        photos = Path(place, "photos")
        photos.mkdir()
        table = ClassTable.from_names(("Melanoma", "Nevus", "Wart"))
        with Project.create(Path(place, "project"), table, who="ana") as project:
            for name in MODELS:
                card = {"architecture": "a", "task": "t", "classes": table.to_json()}
                project.add_model(name, card, project.runs_folder)
            yield project, photos


def fill(project, photos, contents):
    """Photographs of this example; those of the one before lose everything a query could find them by."""
    with project._database.writing() as connection:
        for table in ("predicted_boxes", "predictions", "history", "boxes", "images", "steps"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    images = [
        NewImage(
            path=photos / f"{number}.jpg", relative_path=f"{entry['folder']}/{number}.jpg", sha256=f"{number:064}",
            width=entry["size"][0], height=entry["size"][1], orientation=1, file_size=1, patient=entry["patient"],
            split=entry["split"], boxes=tuple(entry["imported"]), metadata=entry["metadata"],
        )
        for number, entry in enumerate(contents)
    ]  # fmt: skip
    project.add_images(photos, images)
    ids = {record.sha256: record.id for record in project.images()}
    for number, entry in enumerate(contents):
        image_id = ids[f"{number:064}"]
        for who, change in entry["edits"]:
            project.who = who
            before = project.labels(image_id)
            project.apply(Edit(image_id, before, change(before), "Change"))
        project.store_predictions(
            [
                Prediction(
                    name, image_id,
                    probabilities=entry[name] if name.startswith("net") else None,
                    boxes=None if name.startswith("net") else entry[name],
                    class_ids=CLASS_IDS,
                )
                for name in MODELS
                if entry[name] is not None
            ]
        )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(contents=st.lists(photographs, min_size=1, max_size=4), asked=st.lists(queries, min_size=8, max_size=8))
def test_a_query_finds_what_a_slow_reading_of_it_finds(empty, contents, asked):
    project, photos = empty
    fill(project, photos, contents)
    assert project.matching(EVERYTHING) == set(project.image_ids())
    for query in asked:
        assert project.matching(query) == found_slowly(project, query), query
        assert project.matching(Not(query)) == set(project.image_ids()) - project.matching(query), query


def test_ids_come_in_the_order_of_the_paths_however_they_were_added(project, photos, photo):
    assert project.is_empty
    assert project.image_ids() == []
    assert project.matching(EVERYTHING) == set()
    names = [f"{number * 7919 % 1201:05}.jpg" for number in range(1201)]
    project.add_images(photos, [photo(name) for name in names])
    assert not project.is_empty
    assert project.image_ids() == [record.id for record in project.images()]
    assert project.image_ids() == sorted(project.image_ids(), key=lambda image_id: names[image_id - 1])


def test_columns_for_queries_follow_undo_merge_and_import_of_more(filled, photos, photo):
    drawn = ImageLabels((new_box(Box(0, 0, 10, 10), 1, difficult=True, note="Ärger"),), state=ImageState.LABELLED)
    edit = Edit(1, ImageLabels(), drawn, "Draw box")
    step = filled.apply(edit)
    assert filled.matching(OfClass(1)) == {1}
    assert filled.matching(Contains("ärger")) == {1}
    filled.journal.merge_classes(1, 3)
    assert (filled.matching(OfClass(1)), filled.matching(OfClass(3))) == (set(), {1})
    filled.journal.undo(filled.journal.stacks(filled.who).done[-1].id)
    filled.journal.undo(step)
    assert filled.matching(Measured(Measure.BOXES, Comparison.MORE, 0)) == set()
    assert filled.matching(Marked(Flag.DIFFICULT)) == set()

    filled.add_images(photos, [photo("b.jpg", metadata={"site": "Left ARM"}, diagnosis=2)])
    assert filled.matching(Contains("left arm")) == {2}
    assert filled.matching(OfClass(2)) == {2}
    assert filled.counts().by_class == {None: 4, 2: 1}


def test_both_adds_nothing_to_everything():
    new = InState(ImageState.NEW)
    assert both(EVERYTHING, new) == both(new, EVERYTHING) == new
    assert both(new, And((OfClass(1), OfClass(2)))) == And((new, OfClass(1), OfClass(2)))


def test_no_sql_of_one_database_alone(filled):
    """The same query compiles for PostgreSQL, which teams will use."""
    from sqlalchemy import select
    from sqlalchemy.dialects import postgresql

    from core.project import schema
    from core.project.query_rows import condition

    for query in (Contains("a_b", TextIn.PATH), Marked(Flag.NOTE), Disagrees("net-1"), BoxSized(Comparison.LESS, 3.0)):
        text = str(select(schema.images.c.id).where(condition(query)).compile(dialect=postgresql.dialect()))
        assert text.startswith("SELECT images.id")


def test_a_detector_that_found_nothing_disagrees_and_is_predicted_as_none(filled, classes):
    card = {"architecture": "a", "task": "t", "classes": classes.to_json()}
    filled.add_model("find-1", card, filled.runs_folder)
    for image_id in (1, 2):
        filled.apply(Edit(image_id, ImageLabels(), with_diagnosis(ImageLabels(), 1), "Diagnose"))
    right = (PredictedBox(Box(0, 0, 9, 9), 1, 0.75), PredictedBox(Box(0, 0, 9, 9), 2, 0.25))
    filled.store_predictions(
        [
            Prediction("find-1", image_id, probabilities=None, boxes=boxes, class_ids=CLASS_IDS)
            for image_id, boxes in ((1, ()), (2, right), (3, ()))
        ]
    )
    assert filled.matching(Disagrees()) == {1}  # nobody has said what the third is
    assert filled.matching(PredictedAs(None)) == {1, 3}
    assert filled.matching(PredictedAs(1, "find-1")) == {2}
    assert filled.matching(Scored(Comparison.AT_LEAST, 0.0)) == {2}
    assert filled.matching(PredictedBy("find-1")) == {1, 2, 3}


def test_an_import_is_no_edit(filled, photos, photo):
    filled.add_images(photos, [photo("a.jpg", boxes=(new_box(Box(0, 0, 9, 9), 1),))])
    assert filled.matching(EditedBy("ana")) == set()
    assert filled.query_words().annotators == ()
    filled.apply(Edit(2, ImageLabels(), with_flag(ImageLabels(), True), "Flag"))
    assert filled.matching(EditedBy("ana")) == {2}
    assert filled.query_words().annotators == ("ana",)


def test_a_path_is_searched_alone_and_notes_alone(filled, photos, photo):
    filled.add_images(photos, [photo("b.jpg", metadata={"site": "arm/left"})])
    noted = new_box(Box(0, 0, 9, 9), 1, note="by the ARM/")
    filled.apply(Edit(3, ImageLabels(), ImageLabels((noted,), state=ImageState.LABELLED), "Draw box"))
    assert filled.matching(Contains("arm/")) == {2, 3}
    assert filled.matching(Contains("arm/", TextIn.PATH)) == set()
    assert filled.matching(Contains("arm/", TextIn.WRITTEN)) == {3}
