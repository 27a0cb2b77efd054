"""Model cards: round trip, atomic write, refusal of other classes."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime

import pytest

from core.classes import ClassTable, LesionClass
from core.errors import CheckpointError, ClassTableError
from core.inference.card import ModelCard, check_classes, installed_versions, read_card, write_card
from core.inference.catalogue import Task


@pytest.fixture
def card() -> ModelCard:
    return ModelCard(
        name="densenet121-1",
        architecture="densenet121",
        task=Task.CLASSIFICATION,
        classes=ClassTable.from_names(["Naevus", "黑色素瘤", "Eczema"]),
        image_size=(224, 200),
        mean=(0.485, 0.456, 0.406),
        std=(0.229, 0.224, 0.225),
        snapshot_digest="ab" * 32,
        recipe={"lr": 0.01, "epochs": 3},
        metrics={"weighted_accuracy": 0.61},
        initial_weights="densenet121-a639ec97.pth",
        versions={"torch": "2.13.0"},
        created_at=datetime(2025, 3, 1, 12, 30, tzinfo=UTC),
    )


def test_a_card_reads_back_equal_from_file_and_from_folder(card, tmp_path):
    write_card(card, tmp_path / "card.json")
    assert read_card(tmp_path / "card.json") == card
    assert read_card(tmp_path) == card


def test_a_failed_write_leaves_the_old_card_and_no_litter(card, tmp_path, monkeypatch):
    write_card(card, tmp_path / "card.json")

    def full_disk(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_card(card, tmp_path / "card.json")
    assert read_card(tmp_path) == card
    assert [path.name for path in tmp_path.iterdir()] == ["card.json"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"card_version": 1}', "\x00\x01"])
def test_what_is_no_card_is_named_with_its_file(text, tmp_path):
    (tmp_path / "card.json").write_text(text, encoding="utf-8")
    with pytest.raises(CheckpointError) as caught:
        read_card(tmp_path)
    assert caught.value.path == str(tmp_path / "card.json")


@pytest.mark.parametrize("change", [{"std": [0, 1, 1]}, {"image_size": [0, 5]}, {"task": "poetry"}, {"metrics": 3}])
def test_a_field_out_of_range_is_refused(change, card, tmp_path):
    (tmp_path / "card.json").write_text(json.dumps(card.to_json() | change), encoding="utf-8")
    with pytest.raises(CheckpointError):
        read_card(tmp_path)


def test_a_newer_card_is_refused(card, tmp_path):
    (tmp_path / "card.json").write_text(json.dumps(card.to_json() | {"card_version": 99}), encoding="utf-8")
    with pytest.raises(CheckpointError, match="newer DermDesk"):
        read_card(tmp_path)


def test_no_card_says_what_it_means(tmp_path):
    with pytest.raises(CheckpointError, match="no card"):
        read_card(tmp_path)


def test_other_classes_are_refused_with_the_differences(card):
    project = ClassTable(
        (
            LesionClass(1, "Naevus", "NAE", "#111111"),
            LesionClass(2, "Psoriasis", "PSO", "#222222"),
            LesionClass(4, "Acne", "ACN", "#333333"),
        )
    )
    with pytest.raises(ClassTableError) as caught:
        check_classes(card, project)
    changed = "class 2 is 'Psoriasis' in the project and '黑色素瘤' in the model"
    for part in ("densenet121-1", changed, "doesn't know 'Acne'", "no longer has 'Eczema'"):
        assert part in str(caught.value)


def test_order_and_colours_do_not_matter(card):
    check_classes(card, ClassTable(tuple(reversed(card.classes.classes))))


def test_versions_name_what_decides_the_numbers():
    assert {"python", "torch", "torchvision", "numpy"} <= installed_versions().keys()
