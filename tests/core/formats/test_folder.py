"""Class folders: which photographs there are and what their folders call them."""

from __future__ import annotations

import pytest

from core.errors import ImageMissing
from core.formats.folder import readable_name, scan_folder


def touch(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")


def test_photographs_and_their_classes_in_order(tmp_path):
    touch(tmp_path, "nevus/b.JPG", "nevus/a.png", "images/acne/c.webp", "images/d.tif", "top.bmp", "x #1/e%.jpeg")
    scan = scan_folder(tmp_path)
    assert [(photo.relative_path, photo.class_name) for photo in scan.photos] == [
        ("images/acne/c.webp", "acne"),
        ("images/d.tif", None),
        ("nevus/a.png", "nevus"),
        ("nevus/b.JPG", "nevus"),
        ("top.bmp", None),
        ("x #1/e%.jpeg", "x #1"),
    ]
    assert all(photo.path.is_file() for photo in scan.photos)


def test_other_files(tmp_path):
    touch(tmp_path, "nevus/a.heic", "nevus/a.xml", "nevus/._a.jpg", ".cache/b.jpg", "notes.txt")
    scan = scan_folder(tmp_path)
    assert scan.photos == ()
    assert scan.unsupported == (tmp_path / "nevus" / "a.heic",)
    assert scan.annotations == (tmp_path / "nevus" / "a.xml",)


def test_links_to_folders_are_not_followed(tmp_path):
    touch(tmp_path / "elsewhere", "a.jpg")
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "loop").symlink_to(tmp_path)
    assert scan_folder(tmp_path / "source").photos == ()


def test_no_folder(tmp_path):
    touch(tmp_path, "a.jpg")
    for source in (tmp_path / "gone", tmp_path / "a.jpg"):
        with pytest.raises(ImageMissing):
            scan_folder(source)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("actinic_keratosis", "Actinic keratosis"),
        ("Basal  Cell__Carcinoma", "Basal Cell Carcinoma"),
        ("BCC", "BCC"),
        ("bowen-disease", "Bowen-disease"),
        ("_痣_", "痣"),
    ],
)
def test_readable_name(folder, name):
    assert readable_name(folder) == name
