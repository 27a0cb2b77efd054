"""The demo: the same for a seed, boxes that fit what was drawn, and never over somebody's files."""

from __future__ import annotations

import hashlib
from collections import Counter

import numpy as np
import pytest

from core.classes import fold_name
from core.demo.creating import MARK, create_demo
from core.demo.lesions import KINDS, outline
from core.demo.photo import box_around, draw_demo_photo
from core.demo.skin import SkinLook, bare_skin, photograph
from core.errors import ProjectError
from core.geometry import Box
from core.images import decode
from core.project.project import Project


def drawn(kind, seed, look=None):
    return draw_demo_photo(kind, rng=np.random.default_rng(seed), look=look)


def files(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for part in ("photos", "boxes")
        for path in (folder / part).rglob("*.*")
    }


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.folder)
def test_a_photograph_looks_like_one(kind):
    for seed in range(4):
        photo = drawn(kind, seed)
        height, width = photo.pixels.shape[:2]
        assert photo.pixels.dtype == np.uint8
        assert 240 <= min(height, width) <= max(height, width) <= 480
        assert 1 <= len(photo.boxes) <= kind.most
        assert photo.pixels.std() > 8
        red, _, blue = photo.pixels.reshape(-1, 3).mean(axis=0)
        assert red > blue  # skin, of whatever tone
        for number, box in enumerate(photo.boxes):
            assert box.clipped(width, height) == box
            assert min(box.width, box.height) > 12
            assert all(box.iou(other) == 0 for other in photo.boxes[number + 1 :])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.folder)
def test_boxes_fit_what_was_drawn(kind):
    """Cut the same skin out without its lesions: what differs much lies inside the boxes, and reaches their sides."""
    look = SkinLook(tone=0.2, redness=0.3, coarseness=0.8, hairs=0, hair_colour=(0.2, 0.1, 0.1), freckles=0)
    rng = np.random.default_rng(4)
    scene = bare_skin(rng, look, width=400, height=300)
    before = scene.colour.copy()
    place = outline(rng, scene.shape, centre=(190, 150), radius=55, wobble=0.1)
    box = box_around(kind.draw(rng, scene, place) > 0.3)
    change = np.abs(scene.colour - before).max(axis=2)
    strong = change > 0.4 * np.percentile(change, 99)
    rows, columns = np.nonzero(strong.any(axis=1))[0], np.nonzero(strong.any(axis=0))[0]
    seen = Box(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    assert box.iou(seen) > 0.8
    assert photograph(rng, scene).shape == (300, 400, 3)


def test_the_same_seed_draws_the_same():
    first, second, other = (drawn(KINDS[1], seed) for seed in (3, 3, 4))
    assert np.array_equal(first.pixels, second.pixels)
    assert first.boxes == second.boxes
    assert not np.array_equal(first.pixels[:100, :100], other.pixels[:100, :100])


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "My demo #1"
    steps = []
    create_demo(folder, progress=lambda *step: steps.append(step)).close()
    assert [step[0] for step in steps] == list(range(1, 121))
    return folder


@pytest.mark.slow
def test_the_demo_project(demo):
    with Project.open(demo) as project:
        records = project.images()
        assert len(records) == 120
        assert project.classes.names == ("Basal cell carcinoma", "Nevus", "Psoriasis", "Tinea corporis")
        assert set(Counter(record.diagnosis for record in records).values()) == {30}
        splits = Counter(record.split for record in records)
        assert splits["test"] >= 30
        assert splits["val"] >= 12
        assert splits["train"] >= 54
        sides: dict[str, set[str]] = {}
        for record in records:
            sides.setdefault(record.patient, set()).add(record.split)
            assert record.path.is_relative_to(demo / "photos")
            assert record.path.is_file()
            assert decode(record.path).shape == (record.height, record.width, 3)
            labels = project.labels(record.id)
            assert labels.boxes
            assert {box.class_id for box in labels.boxes} == {record.diagnosis}
        assert all(len(split) == 1 for split in sides.values())
        counts = Counter(record.patient for record in records)
        assert set(counts.values()) == {1, 2, 3}
        by_class = Counter((record.diagnosis, record.split) for record in records)
        assert len(by_class) == 12


@pytest.mark.slow
def test_an_existing_demo_is_opened_not_drawn_again(demo):
    before = files(demo)
    with create_demo(demo, photos=16, seed=9) as project:
        assert len(project.images()) == 120
    assert files(demo) == before
    assert not list(demo.parent.glob(".*"))


def test_the_same_seed_makes_the_same_demo(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()  # an empty folder is fine
        create_demo(tmp_path / name, photos=16, seed=5).close()
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert len(files(tmp_path / "one")) == 32
    assert {fold_name(path.name) for path in (tmp_path / "one" / "photos").iterdir()} == {
        fold_name(kind.folder) for kind in KINDS
    }


@pytest.mark.parametrize("content", ["thesis.docx", "dermdesk.sqlite"])
def test_somebodys_folder_is_left_alone(tmp_path, content):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / content).write_text("precious")
    with pytest.raises(ProjectError, match="no demo"):
        create_demo(tmp_path / "mine", photos=16)
    assert [path.name for path in tmp_path.rglob("*")] == ["mine", content]


def test_giving_up_leaves_nothing_behind(tmp_path):
    def give_up(done, total, name):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create_demo(tmp_path / "demo", photos=16, progress=give_up)
    assert list(tmp_path.iterdir()) == []


def test_too_few(tmp_path):
    with pytest.raises(ProjectError, match="at least 16"):
        create_demo(tmp_path / "demo", photos=3)


def test_a_file_in_the_way(tmp_path):
    (tmp_path / "demo").write_text("a file")
    with pytest.raises(ProjectError):
        create_demo(tmp_path / "demo", photos=16)
    assert (tmp_path / "demo").read_text() == "a file"
    assert not (tmp_path / MARK).exists()
