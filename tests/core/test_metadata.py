"""Metadata tables: columns by name or guessed, and rows found for photographs."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import MetadataError
from core.metadata import MetadataColumns, MetadataRow, MetadataTable, match_rows, read_metadata
from core.project.labels import Split


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def table(*files):
    return MetadataTable(tuple(MetadataRow(i, file, None, None, None, {}) for i, file in enumerate(files, start=2)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_usual_columns_are_found(tmp_path, encoding, delimiter, newline):
    lines = [["File", "Diagnosis", "patient_id", "Split", "region"], ["a/ü.jpg", "nevus", "P 1", "Training", "ARM"]]
    text = newline.join(delimiter.join(line) for line in lines) + newline + newline
    read = read_metadata(write(tmp_path / "m.csv", text, encoding))
    assert read.rows == (MetadataRow(2, "a/ü.jpg", "nevus", "P 1", Split.TRAIN, {"region": "ARM"}),)
    assert read.problems == ()


def test_named_columns(tmp_path):
    path = write(tmp_path / "m.csv", "file,img,dx,who,grp,label\nx,a.jpg,AK,7,test,\nx,b.jpg,,,,z\n")
    columns = MetadataColumns(file="img", diagnosis="dx", patient="who", split="grp")
    assert read_metadata(path, columns).rows == (
        MetadataRow(2, "a.jpg", "AK", "7", Split.TEST, {"file": "x"}),
        MetadataRow(3, "b.jpg", None, None, None, {"file": "x", "label": "z"}),
    )


def test_an_empty_text_means_no_column(tmp_path):
    path = write(tmp_path / "m.csv", "file,class\na.jpg,AK\n")
    (row,) = read_metadata(path, MetadataColumns(diagnosis="")).rows
    assert row.diagnosis is None
    assert row.other == {"class": "AK"}


def test_quoted_cells_and_short_rows(tmp_path):
    path = write(tmp_path / "m.csv", 'file,note,patient\n"a, b.jpg","two\nlines"\n')
    assert read_metadata(path).rows == (MetadataRow(3, "a, b.jpg", None, None, None, {"note": "two\nlines"}),)


def test_bad_cells_are_problems(tmp_path):
    path = write(tmp_path / "m.csv", "file,split\n,train\na.jpg,holdout\n")
    read = read_metadata(path)
    assert [row.split for row in read.rows] == [None]
    assert read.problems[0] == "Line 2 names no photograph."
    assert "Line 3 has the split 'holdout'" in read.problems[1]


@pytest.mark.parametrize(
    ("text", "columns", "message"),
    [
        ("file,dx\na.jpg,AK\n", MetadataColumns(diagnosis="class"), "no column 'class'. .*It has: file, dx"),
        ("name,dx\na.jpg,AK\n", None, "no column that names the photographs"),
        ("", None, "no column that names the photographs"),
        ("file\n" + "x" * 200_000, None, "no CSV"),
    ],
)
def test_a_table_that_cannot_be_used(tmp_path, text, columns, message):
    with pytest.raises(MetadataError, match=message):
        read_metadata(write(tmp_path / "m.csv", text), columns)


def test_another_encoding_is_told(tmp_path):
    with pytest.raises(MetadataError, match="not UTF-8"):
        read_metadata(write(tmp_path / "m.csv", "file\nü.jpg\n", "latin-1"))
    with pytest.raises(MetadataError, match="can't be read"):
        read_metadata(tmp_path / "gone.csv")


@pytest.mark.parametrize(
    "file",
    [
        "images/nevus/a.jpg",
        "nevus/a.jpg",
        "./nevus/a.jpg",
        "images\\nevus\\a.jpg",
        "nevus\\x\\..\\a.jpg",
        "/data/images/nevus/a.jpg",
        "a.jpg",
    ],
)
def test_a_row_finds_its_photograph(file):
    found, problems = match_rows(
        table(file), ["nevus/a.jpg", "nevus/b.jpg"], source=Path("/data/images"), table_folder=Path("/data")
    )
    assert list(found) == ["nevus/a.jpg"]
    assert problems == []


def test_a_table_deep_among_the_photographs():
    found, _ = match_rows(table("a.jpg"), ["x/a.jpg", "a.jpg"], source=Path("/data"), table_folder=Path("/data/x"))
    assert list(found) == ["x/a.jpg"]


def test_composed_and_decomposed_letters_are_the_same():
    found, _ = match_rows(table("u\u0308.jpg"), ["\u00fc.jpg"], source=Path("/d"), table_folder=Path("/d"))
    assert list(found) == ["\u00fc.jpg"]


def test_rows_without_a_photograph_doubled_and_unclear_ones():
    found, problems = match_rows(
        table("nevus/a.jpg", "nevus\\a.jpg", "acne/gone.jpg", "b.jpg", "../../etc/passwd"),
        ["nevus/a.jpg", "nevus/b.jpg", "acne/b.jpg"],
        source=Path("/data"),
        table_folder=Path("/data"),
    )
    assert {path: row.line for path, row in found.items()} == {"nevus/a.jpg": 2}
    assert len(problems) == 4
    assert "already on line 2" in problems[0]
    assert "Line 4: there is no photograph acne/gone.jpg" in problems[1]
    assert "2 photographs could be b.jpg" in problems[2]
    assert "Line 6: there is no photograph" in problems[3]


def test_a_table_whose_folders_were_renamed_still_finds_its_photographs():
    found, problems = match_rows(
        table("images/nevus/a.jpg", "images/acne/a.jpg", "C:\\old\\nevus\\b.jpg"),
        ["nevus/a.jpg", "acne/a.jpg", "moved/b.jpg"],
        source=Path("/data/photos"),
        table_folder=Path("/elsewhere"),
    )
    assert {path: row.line for path, row in found.items()} == {"nevus/a.jpg": 2, "acne/a.jpg": 3, "moved/b.jpg": 4}
    assert problems == []
