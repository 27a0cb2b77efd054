"""Rules without a window: the list's filter, class search, predictions as shown, keys, colours."""

from __future__ import annotations

import pytest

from core.classes import PALETTE, ClassTable, load_template
from core.geometry import Box
from core.project.records import PredictedBox, Prediction
from desktop.action_spec import ActionSpec, Situation
from desktop.action_table import ACTIONS
from desktop.actions import duplicate_keys
from desktop.annotate.class_palette import matching_classes
from desktop.annotate.listing import banner_text
from desktop.annotate.painting import contrast, ink_on
from desktop.annotate.predicted import ENSEMBLE, opinions, shapes
from desktop.theme import DARK, LIGHT


def test_the_banner_counts_and_says_why():
    assert banner_text(12, "MEL taken for NEV") == "12 photos: MEL taken for NEV"
    assert banner_text(1, "") == "1 photo"


def test_no_two_actions_share_a_key():
    assert duplicate_keys() == []


def test_a_shared_key_would_be_found():
    clash = (ActionSpec("one", "One", keys=("Ctrl+Shift+Z",)), ActionSpec("two", "Two", keys=("ctrl+shift+z",)))
    assert duplicate_keys(clash) == ["Ctrl+Shift+Z: one, two"]


def test_action_names_are_unique():
    ids = [spec.id for spec in ACTIONS]
    assert len(ids) == len(set(ids))


EDITING = [spec for spec in ACTIONS if spec.menu.rstrip("|") == "Edit"]


@pytest.mark.parametrize("spec", EDITING, ids=lambda spec: spec.id)
def test_nothing_can_be_edited_read_only(spec):
    everything = Situation(
        has_project=True, read_only=True, annotating=True, has_image=True, has_selection=True,
        can_predict=True, can_undo=True, can_redo=True,
    )  # fmt: skip
    assert not spec.enabled(everything) or spec.id in ("select_all", "copy", "next_box", "previous_box")


def test_typing_finds_a_class_by_code_name_word_or_alias():
    table = load_template("skin10")
    found = {
        text: next(entry.name for entry in matching_classes(table, text)) for text in ("bcc", "sta", "corp", "ringw")
    }
    assert found == {
        "bcc": "Basal Cell Carcinoma", "sta": "Stasis Ulcer", "corp": "Tinea Corporis", "ringw": "Tinea Corporis",
    }  # fmt: skip


def test_an_exact_code_goes_before_names_that_start_alike():
    table = ClassTable.from_names(["Melasma", "Melanoma in situ", "Mel"])
    assert matching_classes(table, "mel")[0].name in {"Melasma", "Mel"}
    assert [entry.name for entry in matching_classes(table, "")] == list(table.names)


def classifier(model: str, *values: float) -> Prediction:
    return Prediction(model=model, image_id=1, probabilities=values, boxes=None, class_ids=(1, 2, 3))


def test_two_classifiers_are_followed_by_nothing_but_led_by_their_ensemble():
    first, *members = opinions([classifier("a-1", 0.9, 0.1, 0.0), classifier("b-1", 0.2, 0.8, 0.0)])
    assert (first.model, first.members) == (ENSEMBLE, 2)
    assert first.ranking[0] == (1, pytest.approx(0.55))
    assert [entry.model for entry in members] == ["a-1", "b-1"]


def test_one_classifier_is_no_ensemble():
    assert [entry.model for entry in opinions([classifier("a-1", 0.2, 0.5, 0.3)])] == ["a-1"]


def test_predicted_boxes_are_shown_from_the_threshold_on_best_first():
    boxes = tuple(PredictedBox(Box(0, 0, 9, 9), 1, score, id=number) for number, score in enumerate((0.3, 0.9, 0.29)))
    prediction = Prediction(model="d-1", image_id=1, probabilities=None, boxes=boxes, class_ids=(1,))
    assert [shape.score for shape, _ in shapes([prediction], at_least=0.3)] == [0.9, 0.3]


@pytest.mark.parametrize("colour", PALETTE)
def test_codes_are_readable_on_every_class_colour(colour):
    assert contrast(ink_on(colour), colour) >= 4.5


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_are_readable_in_both_themes(tones):
    for text in (tones.text, tones.muted, tones.accent, tones.good, tones.warning, tones.danger):
        assert contrast(text, tones.window) >= 4.5
        assert contrast(text, tones.base) >= 4.5
    assert contrast(tones.on_accent, tones.accent) >= 4.5


def test_ensemblenet_of_a_photograph_takes_the_weights_of_evaluate():
    rows = [
        Prediction("a-1", 1, (0.9, 0.1), None, (1, 2)),
        Prediction("b-1", 1, (0.2, 0.8), None, (1, 2)),
        Prediction("c-1", 1, (0.5, 0.5), None, (1, 2)),
    ]
    weighted = opinions(rows, weights={"a-1": 3.0, "c-1": 0.0})
    assert (weighted[0].model, weighted[0].members) == ("EnsembleNet", 2)
    assert dict(weighted[0].ranking) == pytest.approx({1: 0.725, 2: 0.275})
    assert opinions(rows)[0].members == 3
