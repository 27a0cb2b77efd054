"""The recipe: the paper's defaults, presets, and refusals that name what is allowed."""

from __future__ import annotations

import dataclasses
import json

import pytest

from core.errors import RecipeError, UnknownModel
from core.inference.catalogue import Task, architectures
from core.jobs.recipe import PRESETS, Recipe, recipe_field, recipe_fields


@pytest.mark.parametrize("name", ["resnet50", "densenet121", "nasnetamobile", "pnasnet5large"])
def test_cnns_get_the_papers_values(name):
    recipe = Recipe.for_architecture(name)
    assert (recipe.lr, recipe.lr_gamma, recipe.lr_step) == (0.01, 0.1, 10)
    assert (recipe.batch_size, recipe.image_size) == (64, 224)


@pytest.mark.parametrize("name", ["retinanet", "faster_rcnn"])
def test_detectors_get_the_papers_values(name):
    recipe = Recipe.for_architecture(name)
    assert (recipe.lr, recipe.lr_gamma, recipe.lr_step) == (0.001, 0.1, 10)
    assert (recipe.batch_size, recipe.image_size) == (4, 400)


def test_what_the_paper_leaves_open_has_the_defaults_the_help_tells_of():
    for name in ("resnet50", "retinanet"):
        recipe = Recipe.for_architecture(name)
        assert (recipe.augment, recipe.flip, recipe.rotation, recipe.crop_scale) == (True, True, 20.0, 0.7)
        assert (recipe.patience, recipe.colour_jitter, recipe.holdout) == (10, 0.0, 0.1)
        assert (recipe.momentum, recipe.weight_decay, recipe.clip_gradient) == (0.9, 0.0001, 0.0)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("entry", architectures(), ids=lambda entry: entry.name)
def test_every_preset_suits_every_architecture(entry, preset):
    recipe = Recipe.for_architecture(entry.name, preset=preset)
    assert Recipe.from_json(json.loads(json.dumps(recipe.to_json()))) == recipe


def test_quick_is_smaller_than_the_paper_and_freezes_the_backbone_first():
    for name in ("densenet121", "retinanet"):
        quick, paper = Recipe.for_architecture(name, preset="quick"), Recipe.for_architecture(name)
        assert quick.image_size < paper.image_size
        assert quick.epochs < paper.epochs
        assert quick.freeze_backbone_epochs > 0


def test_overrides_win_over_the_preset():
    recipe = Recipe.for_architecture("resnet18", preset="demo", epochs=3, lr=0.5)
    assert (recipe.epochs, recipe.lr, recipe.image_size) == (3, 0.5, 96)


def test_unknown_names_are_refused_with_the_known_ones():
    with pytest.raises(UnknownModel):
        Recipe.for_architecture("vgg")
    with pytest.raises(RecipeError, match="paper, quick, long-tail, demo"):
        Recipe.for_architecture("resnet18", preset="fast")
    with pytest.raises(RecipeError, match=r"no field 'learning_rate'.*Its fields are epochs, batch_size.*lr"):
        Recipe.for_architecture("resnet18", learning_rate=1)
    with pytest.raises(RecipeError, match="no field 'x'"):
        Recipe().replace_text({"x": "1"})
    with pytest.raises(RecipeError, match="no field 'x'"):
        Recipe.from_json({"x": 1})


def test_misspelt_names_are_answered_with_the_one_that_was_meant():
    with pytest.raises(UnknownModel, match=r"Did you mean densenet121\?"):
        Recipe.for_architecture("DenseNet-121")
    with pytest.raises(RecipeError, match=r"Did you mean batch_size\?"):
        Recipe().replace_text({"batchsize": "4"})
    with pytest.raises(RecipeError, match=r"Did you mean momentum\?"):
        Recipe().replace(momentun=0.9)
    with pytest.raises(RecipeError, match=r"Did you mean quick\?"):
        Recipe.for_architecture("resnet18", preset="quik")


def test_the_long_tail_preset_corrects_once_and_judges_by_all_classes():
    recipe = Recipe.for_architecture("resnet50", preset="long-tail")
    assert recipe.differences(Recipe.for_architecture("resnet50")) == {
        "logit_adjustment": (1.0, 0.0),
        "best_by": ("balanced_accuracy", "weighted_accuracy"),
    }


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("lr", "0.001", 0.001),
        ("lr", "1e-3", 0.001),
        ("epochs", " 3 ", 3),
        ("flip", "off", False),
        ("flip", "Yes", True),
        ("sampling", "balanced", "balanced"),
        ("workers", "-1", -1),
    ],
)
def test_text_becomes_a_typed_value(name, text, value):
    found = getattr(Recipe().replace_text({name: text}), name)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("lr", "fast", "a number from 1e-07 to 10"),
        ("lr", "nan", "a number from 1e-07 to 10"),
        ("lr", "0", "a number from 1e-07 to 10"),
        ("epochs", "0", "a whole number from 1 to 1000"),
        ("epochs", "2.5", "a whole number from 1 to 1000"),
        ("batch_size", "100000", "a whole number from 1 to 1024"),
        ("flip", "maybe", "on or off"),
        ("precision", "8-bit", "one of auto, 32-true, bf16-mixed, 16-mixed"),
    ],
)
def test_text_out_of_range_is_refused_with_what_is_allowed(name, text, allowed):
    with pytest.raises(RecipeError) as caught:
        Recipe().replace_text({name: text})
    assert allowed in caught.value.message
    assert recipe_field(name).label in caught.value.message


@pytest.mark.parametrize("value", [True, "3", None, 2.5, float("inf"), -1])
def test_values_of_another_type_are_refused(value):
    with pytest.raises(RecipeError, match="a whole number from 1 to 1000"):
        Recipe(epochs=value)


def test_whole_floats_from_json_become_integers_and_integers_floats():
    recipe = Recipe.from_json({"epochs": 4.0, "lr": 1})
    assert (recipe.epochs, type(recipe.epochs)) == (4, int)
    assert (recipe.lr, type(recipe.lr)) == (1.0, float)


def test_every_field_is_explained_and_bounded():
    assert [entry.name for entry in recipe_fields()] == [field.name for field in dataclasses.fields(Recipe)]
    for entry in recipe_fields():
        assert entry.label
        assert len(entry.help) > 20
        assert entry.kind is bool or entry.choices or (entry.minimum is not None and entry.maximum is not None)


def test_fields_of_the_other_task_are_left_out():
    names = {entry.name for entry in recipe_fields(Task.DETECTION)}
    assert "lr" in names
    assert "class_weights" not in names


def test_differences_name_both_values():
    assert Recipe().differences(Recipe(lr=0.1)) == {"lr": (0.01, 0.1)}
