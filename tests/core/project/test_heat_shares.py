"""Shares of heat are kept, and forgotten with the prediction, the network or the photograph they are of."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from core.errors import ProjectError, ProjectReadOnly, UnknownModel
from core.project.heat_rows import boxes_digest
from core.project.project import Project
from core.project.records import HeatShare, Prediction

DIGEST = boxes_digest([(0, 0, 10, 10)])


@pytest.fixture
def asked(filled, classes):
    """Photographs 1 to 3 were predicted by two models, and both looked somewhere on 1 and 2."""
    for name in ("cnn", "net"):
        card = {"architecture": name, "task": "classification", "classes": classes.to_json(), "created_at": "monday"}
        filled.add_model(name, card, filled.runs_folder / name)
        filled.store_predictions([Prediction(name, key, (0.2, 0.4, 0.4), None, (1, 2, 3)) for key in (1, 2, 3)])
        filled.store_heat([HeatShare(name, key, 2, 0.1 * key, DIGEST) for key in (1, 2)])
    return filled


def known(project, **which):
    return [(entry.model, entry.image_id) for entry in project.heat_shares(**which)]


def test_shares_survive_closing_and_the_latest_counts(asked):
    asked.store_heat([HeatShare("cnn", 1, 3, 0.7, "other boxes")])
    asked.close()
    with Project.open(asked.folder, read_only=True) as project:
        assert known(project) == [("cnn", 1), ("cnn", 2), ("net", 1), ("net", 2)]
        assert project.heat_shares()[0] == HeatShare("cnn", 1, 3, 0.7, "other boxes", "Grad-CAM")
        assert known(project, below=0.15) == [("net", 1)]
        assert known(project, models=["net"]) == [("net", 1), ("net", 2)]
        with pytest.raises(ProjectReadOnly):
            project.store_heat([])


def test_a_new_answer_makes_where_it_looked_unknown(asked):
    asked.store_predictions([Prediction("cnn", 1, (0.4, 0.2, 0.4), None, (1, 2, 3))])
    assert known(asked) == [("cnn", 2), ("net", 1), ("net", 2)]
    asked.clear_predictions("net")
    assert known(asked) == [("cnn", 2)]


def test_another_network_of_the_same_name_looked_nowhere_yet(asked, classes):
    card = {"architecture": "cnn", "task": "classification", "classes": classes.to_json(), "created_at": "monday"}
    asked.add_model("cnn", card, asked.runs_folder / "cnn")
    assert ("cnn", 1) in known(asked)
    asked.add_model("cnn", {**card, "created_at": "tuesday"}, asked.runs_folder / "cnn")
    assert known(asked) == [("net", 1), ("net", 2)]


def test_another_photograph_in_the_file_s_place_was_looked_at_by_nobody(asked, photos, photo):
    asked.add_images(photos, [photo("a.jpg", content="retaken")])
    assert known(asked) == [("cnn", 2), ("net", 2)]


def test_shares_of_unknown_models_and_photographs_are_refused(asked):
    with pytest.raises(UnknownModel, match="'x'"):
        asked.store_heat([HeatShare("x", 1, 1, 0.5, DIGEST)])
    with pytest.raises(ProjectError, match="id 99"):
        asked.store_heat([HeatShare("cnn", 3, 1, 0.5, DIGEST), HeatShare("cnn", 99, 1, 0.5, DIGEST)])
    assert ("cnn", 3) not in known(asked)


def test_a_project_from_before_is_upgraded(asked):
    asked.close()
    with closing(sqlite3.connect(asked.folder / "dermdesk.sqlite")) as connection:
        connection.execute("DROP TABLE heat_shares")
        connection.execute("UPDATE alembic_version SET version_num = '0006'")
        connection.commit()
    with Project.open(asked.folder) as project:
        assert project.heat_shares() == []
        project.store_heat([HeatShare("cnn", 1, 2, 0.5, DIGEST)])
        assert len(project.predictions()) == 6
