"""What photographs can be grouped by."""

from __future__ import annotations

from core.project.labels import Edit, ImageLabels


def test_columns_of_metadata_patients_and_the_last_annotator(project, photos, photo):
    project.add_images(
        photos,
        [
            photo("a.jpg", patient="ana", metadata={"region": "arm", "fitzpatrick": "2"}),
            photo("b.jpg", patient="bo", metadata={"region": "leg", "camera": ""}),
            photo("c.jpg"),
        ],
    )
    a, b, c = project.image_ids()
    assert project.groupings() == {
        "patient": {a: "ana", b: "bo"},
        "region": {a: "arm", b: "leg"},
        "fitzpatrick": {a: "2"},
    }
    first = ImageLabels(diagnosis=1)
    project.apply(Edit(c, ImageLabels(), first, "Diagnose"))
    project.who = "ben"
    project.apply(Edit(c, first, ImageLabels(diagnosis=2), "Diagnose"))
    project.apply(Edit(a, ImageLabels(), first, "Diagnose"))
    assert project.groupings()["annotator"] == {c: "ben", a: "ben"}
