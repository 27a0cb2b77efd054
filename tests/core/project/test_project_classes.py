from __future__ import annotations

from dataclasses import replace

import pytest

from core.classes import ClassTable, LesionClass
from core.errors import ClassTableError
from core.geometry import Box
from core.project.labels import Edit, ImageLabels, new_box
from core.project.project import Project


def without(table, class_id):
    return ClassTable(tuple(entry for entry in table if entry.id != class_id))


def test_order_names_colours_and_aliases_are_kept(project, classes):
    first, second, third = classes
    changed = ClassTable((third, replace(first, name="MM", colour="#000000", aliases=("Melanoma",)), second))
    project.set_classes(changed)
    project.close()

    with Project.open(project.folder, read_only=True) as reader:
        assert reader.classes == changed


def test_ids_are_never_given_away_again(project, classes):
    project.set_classes(without(classes, 3))

    assert project.add_classes(["Wart"]).require("Wart").id == 4
    with pytest.raises(ClassTableError, match="Basal cell carcinoma"):
        project.set_classes(ClassTable((*project.classes, LesionClass(3, "Psoriasis", "PS", "#ffffff"))))
    assert project.classes.ids == (1, 2, 4)


def test_a_removed_class_may_come_back_as_itself(project, classes):
    project.set_classes(without(classes, 3))
    project.set_classes(classes)

    assert project.classes == classes


def test_a_class_in_use_stays_and_the_counts_are_told(filled, classes):
    box = new_box(Box(1, 1, 9, 9), 3)
    filled.apply(Edit(1, ImageLabels(), ImageLabels((box, new_box(Box(1, 1, 8, 8), 3)), diagnosis=3), "Draw"))

    with pytest.raises(ClassTableError, match="2 boxes and as the diagnosis of 1 photographs"):
        filled.set_classes(ClassTable((replace(classes.get(1), name="Renamed"),)))
    assert filled.classes == classes  # the renaming was not done either

    filled.apply(Edit(1, filled.labels(1), ImageLabels(), "Clear"))
    filled.set_classes(without(classes, 3))
    with pytest.raises(ClassTableError, match="3"):
        filled.apply(Edit(1, ImageLabels(), ImageLabels(diagnosis=3), "Diagnose"))


def test_adding_names(project):
    before = project.classes
    table = project.add_classes([" Wart ", "MELANOMA", "wart", "Melasma"])

    assert table == project.classes
    assert table.classes[:3] == before.classes
    assert [(entry.id, entry.name) for entry in table.classes[3:]] == [(4, "Wart"), (5, "Melasma")]
    assert len({entry.code for entry in table}) == len(table)
