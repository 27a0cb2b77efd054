"""Folders of photographs that move: by path and by content, on any system's paths."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest

from core.project.project import Project
from core.project.roots import RootFile, likely_folder, located_path, look_at_root, preview_relink, stored_path


def test_windows_drives_and_separators_are_no_concern_of_the_rest():
    clinic = PureWindowsPath(r"C:\clinic")
    assert stored_path(clinic, PureWindowsPath(r"C:\clinic\photos\2024")) == "photos/2024"
    assert stored_path(clinic, PureWindowsPath(r"c:\CLINIC\Photos")) == "Photos"
    assert stored_path(clinic, PureWindowsPath(r"D:\photos")) == r"D:\photos"
    assert stored_path(clinic, PureWindowsPath(r"\\server\share\photos")) == r"\\server\share\photos"


@pytest.mark.parametrize("stored", [r"D:\photos", r"\\server\share\photos", "/mnt/photos"])
def test_a_folder_of_another_system_stays_as_it_was_written(tmp_path, stored):
    assert str(located_path(tmp_path, stored)) == stored
    assert located_path(tmp_path, "photos/2024") == tmp_path / "photos" / "2024"


def test_a_project_from_windows_is_linked_to_where_its_photos_are_here(filled, photos, monkeypatch):
    monkeypatch.setattr("core.project.image_rows.stored_path", lambda folder, root: r"D:\clinic photos")
    filled.relink_root(photos, photos)  # written down as it would be there
    monkeypatch.undo()
    windows = Path(r"D:\clinic photos")

    assert list(filled.roots().values()) == [windows]
    files = filled.root_files(windows)
    assert look_at_root(windows, files).missing == 5
    assert likely_folder(files, windows, photos.parent) == photos  # its parent was chosen
    assert filled.relink_root(windows, photos) == 5
    assert all(image.path.is_file() for image in filled.images())


def test_a_preview_counts_by_path_and_compares_some_by_content(filled, photos, tmp_path):
    files = filled.root_files(photos)
    moved = tmp_path / "moved"
    photos.rename(moved)
    (moved / "a.jpg").write_bytes(b"another photograph")
    (moved / "b.jpg").unlink()

    assert look_at_root(photos, files).found == 0
    found = preview_relink(files, moved)
    assert (found.photographs, found.found, found.compared) == (5, 4, 4)
    assert found.different == ("a.jpg",)
    assert found.missing == ("b.jpg",)
    assert not found.fits


def test_the_content_of_a_few_of_many_is_compared(tmp_path, photo):
    images = [photo(f"{number:03}.jpg", root=tmp_path) for number in range(100)]
    files = [RootFile(image.relative_path, image.sha256) for image in images]
    found = preview_relink(files, tmp_path)
    assert found.fits
    assert found.compared == 20


NAMES = ("50 % off #1.jpg", "müller/Läsion.jpg", "痣/照片.jpg", "a/same.jpg", "b/same.jpg", f"{'long/' * 60}x.jpg")


def test_names_of_every_kind_move_along_and_stay_apart(project, photos, photo, tmp_path):
    images = [photo(name, content=name) for name in NAMES]
    assert len(str(images[-1].path)) > 300
    project.add_images(photos, images)
    moved = tmp_path / "ünd #2 %41"
    photos.rename(moved)
    assert preview_relink(project.root_files(photos), moved).fits
    assert project.relink_root(photos, moved) == len(NAMES)
    project.close()

    with Project.open(project.folder) as opened:
        assert {image.relative_path for image in opened.images()} == set(NAMES)
        for image in opened.images():
            assert image.path.read_bytes().decode() == image.relative_path
