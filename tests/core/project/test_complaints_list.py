"""What users of other tools complained of, about finding and keeping photographs: each a case that passes here."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select, text

from core.geometry import Box
from core.project import schema
from core.project.labels import Edit, ImageLabels, ImageState, Split, new_box, with_boxes, with_diagnosis, with_state
from core.project.project import Project
from core.project.query_rows import condition
from core.project.query_text import parse


def edit(project, image_id, after):
    project.apply(Edit(image_id, project.labels(image_id), after, "Change"))


@pytest.fixture
def statements(filled):
    """What is asked of the database, statement by statement."""
    seen = []
    event.listen(filled._database._engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    return seen


def test_complaint_8_counts_and_order_of_big_projects_are_read_from_indexes(filled):
    """X-AnyLabeling #822, #1182: 13,000 photographs took half an hour. Nothing here looks at a photograph's row."""
    images = schema.images
    for query in (
        select(images.c.id).order_by(images.c.relative_path, images.c.id),
        select(images.c.state).group_by(images.c.state),
        select(images.c.image_class).group_by(images.c.image_class),
        select(images.c.box_count),
    ):
        with filled._database.reading() as connection:
            plan = connection.execute(text(f"EXPLAIN QUERY PLAN {query}")).all()
        assert all("COVERING INDEX" in row.detail for row in plan), plan


def test_complaint_8_the_number_of_statements_does_not_grow_with_the_project(filled, statements, photos, photo):
    def asked():
        statements.clear()
        filled.image_ids(), filled.counts(), filled.matching(parse("state:new boxes=0", filled.query_words()))
        return len(statements)

    before = asked()
    filled.add_images(photos, [photo(f"more/{number}.jpg") for number in range(50)])
    assert asked() == before


@pytest.mark.parametrize("names", [("left/photo.jpg", "right/photo.jpg"), ("photo.jpg", "photo.png")])
def test_complaint_18_the_same_name_twice_keeps_two_sets_of_labels(project, photos, photo, names):
    """X-AnyLabeling #806: the second photograph showed, and overwrote, the first one's boxes."""
    project.add_images(photos, [photo(name) for name in names])
    first, second = project.images()
    edit(project, first.id, with_boxes(ImageLabels(), (new_box(Box(1, 1, 50, 50), 1),)))
    edit(project, second.id, with_boxes(ImageLabels(), (new_box(Box(2, 2, 60, 60), 2),)))
    assert [box.class_id for box in project.labels(first.id).boxes] == [1]
    assert [box.class_id for box in project.labels(second.id).boxes] == [2]
    assert project.matching(parse(f"path:{names[0]}", project.query_words())) == {first.id}
    project.add_images(photos, [photo(name) for name in names])
    assert [record.box_count for record in project.images()] == [1, 1]


def test_complaint_18_a_renamed_photograph_keeps_its_labels(project, photos, photo):
    """labelme #876: the annotation stayed behind under the old path."""
    project.add_images(photos, [photo("old.jpg", content="the same")])
    edit(project, 1, with_diagnosis(ImageLabels(), 2))
    (photos / "old.jpg").rename(photos / "new.jpg")
    project.add_images(photos, [photo("new.jpg", content="the same")])
    words = project.query_words()
    assert project.matching(parse("path:new.jpg class:nevus", words)) == {1}
    assert project.matching(parse("path:old.jpg", words)) == set()


def test_complaint_19_photographs_are_found_by_class_and_state(filled):
    """X-AnyLabeling #920, #1394, CVAT #8906: where are all the photographs of this class that nobody has checked?"""
    edit(filled, 1, with_boxes(ImageLabels(), (new_box(Box(1, 1, 50, 50), 1),)))
    edit(filled, 2, with_diagnosis(ImageLabels(), 1))
    edit(filled, 3, with_boxes(ImageLabels(), (new_box(Box(1, 1, 50, 50), 1), new_box(Box(1, 1, 9, 9), 2))))
    edit(filled, 2, with_state(filled.labels(2), ImageState.VERIFIED))
    filled.set_splits({1: Split.TEST, 2: Split.TEST}, what="Split")
    words = filled.query_words()

    def found(query):
        return filled.matching(parse(query, words))

    assert found("class:melanoma") == {1, 2}
    assert found("class:melanoma -is:verified") == {1}
    assert found("box:melanoma") == {1, 3}
    assert found("class:none boxes>1") == {3}
    assert found("state:new split:none") == {4, 5}
    assert found("annotator:ana") == {1, 2, 3}


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("state:verified", "ix_images_state"),
        ("class:nevus", "ix_images_image_class"),
        ("patient:P", "ix_images_patient"),
    ],
)
def test_complaint_19_the_answer_is_looked_up_and_not_searched_for(filled, query, index):
    asked = condition(parse(query, filled.query_words()))
    statement = select(schema.images.c.id).where(asked).compile(compile_kwargs={"literal_binds": True})
    with filled._database.reading() as connection:
        (plan,) = connection.execute(text(f"EXPLAIN QUERY PLAN {statement}")).all()
    assert f"SEARCH images USING COVERING INDEX {index}" in plan.detail


def test_complaint_25_verified_is_of_one_photograph_and_outlives_the_program(filled):
    """LabelImg #248, #255: the flag stayed when going on, and was lost in other formats."""
    edit(filled, 1, with_state(filled.labels(1), ImageState.VERIFIED))
    edit(filled, 2, with_diagnosis(filled.labels(2), 1))
    assert [filled.image(image_id).state for image_id in (1, 2, 3)] == ["verified", "labelled", "new"]
    filled.close()
    with Project.open(filled.folder) as again:
        assert again.labels(1).state is ImageState.VERIFIED
        assert again.counts().by_state["verified"] == 1
        # What nobody has looked at since isn't verified any more.
        edit(again, 1, with_diagnosis(again.labels(1), 2))
        assert again.labels(1).state is ImageState.LABELLED
        assert again.matching(parse("is:verified", again.query_words())) == set()
