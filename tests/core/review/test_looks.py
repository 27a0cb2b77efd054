"""Looks: duplicates across sizes and formats, poor photographs, and looking only once."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from core.classes import ClassTable
from core.importing import import_photos
from core.project.labels import Split
from core.project.project import Project
from core.review import looks as looks_module
from core.review.duplicates import near_duplicates
from core.review.looks import look_at, read_looks, take_looks
from core.review.queue import read_review
from core.review.suspects import Reason


def picture(seed, size=240):
    rng = np.random.default_rng(seed)
    coarse = rng.integers(60, 200, (6, 6, 3), dtype=np.uint8)
    skin = cv2.resize(coarse, (size, size), interpolation=cv2.INTER_CUBIC).astype(np.int16)
    return np.clip(skin + rng.integers(-12, 12, skin.shape), 0, 255).astype(np.uint8)


@pytest.fixture
def clinic(tmp_path):
    source = tmp_path / "photos"
    for name in ("nevus", "rosacea"):
        (source / name).mkdir(parents=True)

    def write(name, pixels, *how):
        cv2.imwrite(str(source / name), cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), *how)

    for number in range(6):
        write(f"nevus/{number}.png", picture(number))
    write("rosacea/again.jpg", cv2.resize(picture(0), (180, 180)), [cv2.IMWRITE_JPEG_QUALITY, 70])
    write("nevus/copy.jpg", picture(1), [cv2.IMWRITE_JPEG_QUALITY, 90])
    write("rosacea/dark.png", (picture(20) // 12).astype(np.uint8))
    write("rosacea/blurred.png", cv2.GaussianBlur(picture(21), (0, 0), 9))
    glaring = picture(22)
    glaring[:90] = 255
    write("rosacea/glare.png", glaring)
    with Project.create(tmp_path / "clinic", ClassTable.from_names(["nevus", "rosacea"])) as project:
        import_photos(project, source)
        yield project


def test_duplicates_and_poor_photographs_are_found_with_words(clinic):
    names = {record.id: record.relative_path for record in clinic.images()}
    ids = {name: key for key, name in names.items()}
    clinic.set_splits({ids["nevus/1.png"]: Split.TRAIN, ids["nevus/copy.jpg"]: Split.TEST}, what="Split")
    seen = take_looks(clinic.folder, clinic.images())
    found = {
        (names[suspect.image_id], entry.reason): entry
        for suspect in read_review(clinic, looks=seen).suspects
        for entry in suspect.findings
    }
    assert {key for key in found if key[1] is Reason.DUPLICATE} == {
        ("rosacea/again.jpg", Reason.DUPLICATE),
        ("nevus/copy.jpg", Reason.DUPLICATE),
    }
    assert "labelled nevus and this rosacea" in found["rosacea/again.jpg", Reason.DUPLICATE].text
    assert "one is for" in found["nevus/copy.jpg", Reason.DUPLICATE].text
    poor = {key[0]: entry.text for key, entry in found.items() if key[1] is Reason.QUALITY}
    assert {"rosacea/dark.png", "rosacea/blurred.png", "rosacea/glare.png"} <= poor.keys()
    assert not {name for name in poor if name.startswith("nevus")}


def test_photographs_are_looked_at_once(clinic, monkeypatch):
    first = take_looks(clinic.folder, clinic.images())
    monkeypatch.setattr(looks_module, "decode", lambda *a, **k: pytest.fail("looked again"))
    assert take_looks(clinic.folder, clinic.images()) == first
    assert read_looks(clinic) == first


def test_what_was_seen_before_giving_up_is_kept(clinic):
    class Enough(Exception):
        pass

    def progress(done, total, what):
        if done == 4:
            raise Enough

    with pytest.raises(Enough):
        take_looks(clinic.folder, clinic.images(), progress=progress)
    assert len(read_looks(clinic)) == 4


def test_a_damaged_file_of_looks_is_worked_out_again(clinic):
    (clinic.folder / "looks.json").write_text("{", encoding="utf-8")
    assert read_looks(clinic) == {}
    assert len(take_looks(clinic.folder, clinic.images())) == 11


def test_near_duplicates_compare_all_pairs_across_blocks(monkeypatch):
    from core.review import duplicates

    monkeypatch.setattr(duplicates, "_BLOCK", 3)
    looks = {number: look_at(picture(number)) for number in range(10)}
    looks[17] = looks[2]
    assert near_duplicates(looks) == [(2, 17, 0)]
