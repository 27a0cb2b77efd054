"""How far each class has come is one query, whatever the size of the project."""

from __future__ import annotations

import random

from sqlalchemy import event

from core.project.labels import Edit, ImageState, with_diagnosis, with_state
from core.project.records import ClassProgress


def test_it_says_of_each_class_what_the_photographs_say(project, photos, photo):
    project.add_images(photos, [photo(f"{number:03}.jpg") for number in range(60)])
    chance = random.Random(0)
    for image_id in project.image_ids():
        labels = project.labels(image_id)
        after = with_state(with_diagnosis(labels, chance.choice((None, 1, 3))), chance.choice(list(ImageState)))
        project.apply(Edit(image_id, labels, after, "Label"))
    project.journal.change_classes(project.classes, "Nothing")

    expected = {key: [0, 0, 0] for key in (1, 2, 3, None)}
    for labels in project.labels_of().values():
        row = expected[labels.image_class]
        row[0] += 1
        row[1] += labels.state in (ImageState.LABELLED, ImageState.VERIFIED)
        row[2] += labels.state is ImageState.VERIFIED
    seen = []
    event.listen(project._database._engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    assert project.class_progress() == [ClassProgress(key, *row) for key, row in expected.items()]
    assert expected[2] == [0, 0, 0]  # a class nobody has met is listed
    assert sum("FROM images" in statement for statement in seen) == 1
    assert len(seen) == 2


def test_without_photographs_every_class_is_at_its_beginning(project):
    assert project.class_progress() == [ClassProgress(key, 0, 0, 0) for key in project.classes.ids]
