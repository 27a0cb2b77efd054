"""`dermdesk relink`: a folder of photographs has moved."""

from __future__ import annotations

from core.project.project import Project


def test_folders_are_listed_with_what_is_there(project, photos, run_cli):
    assert f"{photos}  24 of 24 photographs there" in run_cli("relink", project).stdout
    photos.rename(photos.with_name("moved"))
    assert f"{photos}  0 of 24 photographs there" in run_cli("relink", project).stdout


def test_a_folder_that_moved_whole_is_linked_without_a_question(project, photos, run_cli, tmp_path):
    (tmp_path / "disk").mkdir()
    photos.rename(tmp_path / "disk" / "photos")

    said = run_cli("relink", project, photos, tmp_path / "disk").stdout  # its parent: the folder in it is found
    assert "24 of 24 photographs are in" in said
    assert "20 of 20 compared are the same files." in said
    with Project.open(project, read_only=True) as opened:
        assert list(opened.roots().values()) == [tmp_path / "disk" / "photos"]
        assert all(image.path.is_file() for image in opened.images())


def test_where_something_is_missing_or_another_it_asks(project, photos, run_cli, tmp_path):
    moved = tmp_path / "moved"
    photos.rename(moved)
    (moved / "acne" / "0.png").unlink()
    (moved / "acne" / "1.png").write_bytes(b"other")

    asked = run_cli("relink", project, photos, moved, code=1).stdout
    assert "not there: acne/0.png" in asked
    assert "another photograph: acne/1.png" in asked
    with Project.open(project, read_only=True) as opened:
        assert list(opened.roots().values()) == [photos]
    run_cli("relink", project, photos, moved, "--yes")
    with Project.open(project, read_only=True) as opened:
        assert list(opened.roots().values()) == [moved]


def test_a_folder_the_project_does_not_have_is_told_with_those_it_has(project, photos, run_cli, tmp_path):
    assert str(photos) in run_cli("relink", project, tmp_path / "x", photos, code=1).stderr
    run_cli("relink", project, photos, code=2)
