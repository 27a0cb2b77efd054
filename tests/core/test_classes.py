from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classes import ClassTable, LesionClass, fold_name, load_class_file, load_template
from core.errors import ClassTableError


def test_skin10_is_the_papers_ten_in_its_order():
    table = load_template("skin10")
    assert table.names[0] == "Acne Vulgaris"
    assert table.names[3] == "Basal Cell Carcinoma"
    assert table.names[9] == "Tinea Corporis"
    assert len({entry.code for entry in table}) == 10
    assert len({entry.colour for entry in table}) == 10


def test_an_unknown_template_names_those_there_are():
    with pytest.raises(ClassTableError, match="skin10"):
        load_template("skin11")


@pytest.mark.parametrize("spelling", ["basal_cell_carcinoma", "BASAL CELL-CARCINOMA", "  Basal  cell carcinoma "])
def test_a_class_is_found_whatever_its_spelling(spelling):
    found = load_template("skin10").find(spelling)
    assert found is not None
    assert found.id == 4


def test_an_alias_finds_its_class():
    assert load_template("skin10").require("nevus").name == "Compound Nevus"


def test_an_unknown_class_is_an_error_that_lists_the_known():
    with pytest.raises(ClassTableError, match="Rosacea"):
        load_template("skin10").require("melanoma")


def test_two_classes_may_not_share_a_name_an_alias_or_an_id():
    with pytest.raises(ClassTableError):
        ClassTable.from_names(["Nevus", "nevus"])
    with pytest.raises(ClassTableError):
        ClassTable((LesionClass(1, "A", "A", "#000000", ("b",)), LesionClass(2, "B", "B", "#000000")))
    with pytest.raises(ClassTableError):
        ClassTable((LesionClass(1, "A", "A", "#000000"), LesionClass(1, "B", "B", "#000000")))


def test_the_digest_follows_ids_and_names_only():
    table = ClassTable.from_names(["Nevus", "Melanoma"])
    recoloured = ClassTable(
        tuple(LesionClass(c.id, c.name.upper(), "X" + c.code, "#123456") for c in reversed(table.classes))
    )
    assert recoloured.digest() == table.digest()
    assert ClassTable.from_names(["Melanoma", "Nevus"]).digest() != table.digest()


def test_differences_name_each_class_that_keeps_predictions_from_being_read():
    mine = ClassTable.from_names(["Nevus", "Melanoma", "Rosacea"])
    theirs = ClassTable.from_names(["Nevus", "Rosacea"])
    assert mine.differences(mine) == []
    assert len(mine.differences(theirs)) == 2
    assert "Melanoma" in mine.differences(theirs)[0]


def test_a_class_renamed_since_is_no_difference_but_other_names_of_the_same_ids_are():
    model = ClassTable.from_names(["Nevus", "Melanoma"])
    first, second = model.classes
    mine = ClassTable((second, LesionClass(first.id, "Mole", "X", "#123456", aliases=("NEVUS", "spot"))))
    assert mine.differences(model) == []
    assert mine.differences(ClassTable.from_names(["Wart", "Melanoma"])) == [
        "class 1 is 'Mole' in the project and 'Wart' in the model"
    ]
    # The alias of one class is no excuse for another's id.
    assert len(mine.differences(ClassTable.from_names(["Melanoma", "Nevus"]))) == 2
    assert mine.differences(ClassTable.from_names(["Nevus"])) == ["the model doesn't know 'Melanoma'"]
    assert ClassTable.from_names(["Nevus"]).differences(model) == ["the project no longer has 'Melanoma'"]


@given(st.lists(st.text(min_size=1, max_size=12).filter(fold_name), min_size=1, max_size=100, unique_by=fold_name))
def test_any_names_make_a_table_with_distinct_codes_that_survives_json(names):
    table = ClassTable.from_names(names)
    assert len({entry.code for entry in table}) == len(names)
    assert ClassTable.from_json(table.to_json()) == table
    for entry in table:
        assert table.require(entry.name) == entry


def test_a_class_file_keeps_order_and_passes_over_comments(tmp_path):
    path = tmp_path / "classes.txt"
    path.write_text("\ufeff# the clinic's\n痣\n\nMelanoma\n", encoding="utf-8")
    assert load_class_file(path).names == ("痣", "Melanoma")


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"\xff\xfe\x00", b"Nevus\nnevus\n"])
def test_a_bad_class_file_is_a_typed_error(tmp_path, content):
    path = tmp_path / "classes.txt"
    path.write_bytes(content)
    with pytest.raises(ClassTableError):
        load_class_file(path)
