"""What can be done to a class table: whatever it is, ids stay with their classes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classes import PALETTE, ClassTable, fold_name
from core.errors import ClassTableError
from core.project.class_editing import (
    merged,
    models_lost,
    moved,
    recoded,
    recoloured,
    renamed,
    reordered,
    with_added,
    with_aliases,
    without,
)
from core.project.class_rows import rebased

TABLE = ClassTable.from_names(["Melanoma", "Nevus", "M", "İnce", "ışık", "黑色素瘤"])


def test_one_letter_turkish_and_chinese_names_are_names_like_any_other():
    table = with_added(with_added(TABLE, 7, "N"), 8, "IŞIK")  # no dotless i: another word
    assert table.require("m").id == 3
    assert table.require("N").id == 7
    assert table.require("İNCE").id == 4
    assert table.require("黑色素瘤").id == 6
    assert table.require("ışık").id == 5
    assert len({entry.code for entry in table}) == 8


def test_accents_written_in_two_ways_are_one_name():
    table = with_added(TABLE, 7, "Bénin")  # composed
    found = table.find("Be\u0301nin")  # as macOS writes file names
    assert found is not None
    assert found.id == 7


def test_renaming_to_an_own_alias_swaps_them_not_doubles():
    table = with_aliases(TABLE, 2, ["naevus", "mole", " MOLE "])
    assert table.get(2).aliases == ("naevus", "mole")
    assert renamed(table, 2, "Naevus").get(2).aliases == ("mole", "Nevus")


def test_a_rename_keeps_the_old_name_as_an_alias_and_the_models_with_it():
    after = renamed(renamed(TABLE, 2, "NEVUS"), 2, "Mole")
    assert after.get(2).aliases == ("NEVUS",)
    assert renamed(TABLE, 2, "NEVUS").get(2).aliases == ()
    assert models_lost(TABLE, after, {"cnn-1": TABLE}) == ()


def test_a_class_added_or_gone_loses_the_models_that_fitted_until_then():
    models = {"cnn-1": TABLE, "foreign-1": ClassTable.from_names(["Wart"])}
    for after in (with_added(TABLE, 7, "Wart"), without(TABLE, 2), merged(TABLE, 1, 2)):
        assert models_lost(TABLE, after, models) == ("cnn-1",)
    assert models_lost(TABLE, moved(recoloured(TABLE, 1, "#123456"), 1, 3), models) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: with_added(TABLE, 7, " nevus "),
        lambda: with_added(TABLE, 7, " - "),
        lambda: with_added(TABLE, 7, "Wart", code="mel"),
        lambda: renamed(TABLE, 1, "NEVUS"),
        lambda: recoded(TABLE, 1, "NEV"),
        lambda: recoded(TABLE, 1, "N V"),
        lambda: recoded(TABLE, 1, ""),
        lambda: recoloured(TABLE, 1, "#12345"),
        lambda: with_aliases(TABLE, 1, ["nevus"]),
        lambda: merged(TABLE, 1, 1),
        lambda: merged(TABLE, 99, 1),
        lambda: without(TABLE, 99),
        lambda: reordered(TABLE, [1, 2]),
        lambda: reordered(TABLE, [1, 1, 2, 3, 4, 5]),
    ],
)
def test_what_would_make_two_classes_one_or_none_is_refused(wrong):
    with pytest.raises(ClassTableError):
        wrong()


def test_a_new_class_gets_the_colour_that_the_fewest_have():
    table = ClassTable.from_names(["a", "b", "c"])
    assert with_added(table, 4, "d").get(4).colour == PALETTE[3]
    assert with_added(recoloured(table, 1, "#000000"), 4, "d").get(4).colour == PALETTE[0]


def test_codes_of_a_hundred_alike_names_stay_short_and_distinct():
    table = ClassTable.from_names([f"Melanoma {number}" for number in range(150)])
    codes = [entry.code for entry in table]
    assert len(set(codes)) == 150
    assert max(map(len, codes)) <= 4


names = st.text(min_size=1, max_size=6).filter(lambda name: fold_name(name) and fold_name(" ".join(name.split())))


@given(name=names, place=st.integers(-3, 9), class_id=st.sampled_from(TABLE.ids))
def test_ids_stay_with_their_classes(name, place, class_id):
    for change in (lambda t: moved(t, class_id, place), lambda t: renamed(t, class_id, name)):
        try:
            changed = change(TABLE)
        except ClassTableError:
            continue
        assert sorted(changed.ids) == sorted(TABLE.ids)
        for entry in TABLE:
            if entry.id != class_id:
                assert changed.get(entry.id) == entry
        assert rebased(TABLE, TABLE, changed) == changed
        assert rebased(changed, changed, TABLE) == TABLE
