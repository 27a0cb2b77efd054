"""Predictions in files: written, read back, and everything a file can get wrong."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import PredictionFileError
from core.prediction_files import FileBox, FilePrediction, read_predictions, write_predictions

NAMES = st.text("abcß é", min_size=1).map(lambda text: f"c{text}d")
SHARES = st.floats(0, 1)
PLACES = st.floats(-1e6, 1e6)
PROBABILITIES = st.dictionaries(NAMES, SHARES, min_size=1, max_size=4)
BOXES = st.lists(st.builds(FileBox, PLACES, PLACES, PLACES, PLACES, NAMES, SHARES), max_size=3).map(tuple)


def without_place(rows):
    return [FilePrediction(row.file, row.model, row.probabilities, row.boxes) for row in rows]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(rows=st.lists(st.builds(FilePrediction, NAMES, NAMES, PROBABILITIES), max_size=4))
@pytest.mark.parametrize("suffix", [".csv", ".json"])
def test_probabilities_read_back_equal(rows, suffix, tmp_path):
    path = tmp_path / f"p{suffix}"
    write_predictions(rows, path)
    assert without_place(read_predictions(path)) == rows


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(rows=st.lists(st.builds(FilePrediction, NAMES, NAMES, st.none(), BOXES), max_size=4))
def test_boxes_read_back_equal(rows, tmp_path):
    write_predictions(rows, tmp_path / "p.json")
    assert without_place(read_predictions(tmp_path / "p.json")) == rows


def test_the_table_names_the_best_class_and_its_score(tmp_path):
    rows = [
        FilePrediction("a.jpg", "cnn", {"acne": 0.25, "wart": 0.75}),
        FilePrediction("a.jpg", "det", None, (FileBox(0, 0, 9, 9, "wart", 0.5), FileBox(1, 1, 9, 9, "wart", 0.4))),
        FilePrediction("b.jpg", "det", None, ()),
    ]
    write_predictions(rows, tmp_path / "p.csv")
    assert (tmp_path / "p.csv").read_text().splitlines() == [
        "file,model,kind,predicted,score,acne,wart",
        "a.jpg,cnn,probabilities,wart,0.75,0.25,0.75",
        "a.jpg,det,boxes,wart,0.5,,0.5",
        "b.jpg,det,boxes,,,,",
    ]
    with pytest.raises(PredictionFileError, match="line 3"):
        read_predictions(tmp_path / "p.csv")


def test_coco_results_with_a_data_set(tmp_path):
    results = [
        {"image_id": 1, "category_id": 7, "bbox": [10, 20, 30, 40], "score": 0.5},
        {"image_id": 1, "category_id": 7, "bbox": [1, 2, 3, 4], "score": 0.75},
    ]
    dataset = {
        "images": [{"id": 1, "file_name": "a.jpg"}, {"id": 2, "file_name": "b.jpg"}],
        "categories": [{"id": 7, "name": "wart"}],
    }
    (tmp_path / "r.json").write_text(json.dumps(results))
    (tmp_path / "d.json").write_text(json.dumps(dataset))
    one, none = read_predictions(tmp_path / "r.json", categories=tmp_path / "d.json")
    assert one.boxes == (FileBox(1, 2, 4, 6, "wart", 0.75), FileBox(10, 20, 40, 60, "wart", 0.5))
    assert (none.file, none.boxes) == ("b.jpg", ())
    with pytest.raises(PredictionFileError, match=r"entry 1 .*photograph 1 has no name.*--categories"):
        read_predictions(tmp_path / "r.json")


def test_coco_results_may_carry_names(tmp_path):
    entry = {"file_name": "a.jpg", "category": "wart", "bbox": [0, 0, 5, 5], "score": 1}
    (tmp_path / "r.json").write_text(json.dumps([entry]))
    (row,) = read_predictions(tmp_path / "r.json")
    assert (row.file, row.where, row.boxes) == ("a.jpg", "entry 1", (FileBox(0, 0, 5, 5, "wart", 1.0),))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("p.csv", "photo,acne\na.jpg,1\n", "line 1.*`file`"),
        ("p.csv", "file,acne,acne\na.jpg,1,0\n", "line 1.*twice"),
        ("p.csv", "file,acne\na.jpg,0.5\nb.jpg,often\n", "line 3.*'often'"),
        ("p.csv", "file,acne\na.jpg,1.5\n", "line 2.*1.5"),
        ("p.csv", "file,acne\na.jpg,nan\n", "line 2.*nan"),
        ("p.csv", "file,acne\na.jpg\n", "line 2.*1 cells under 2"),
        ("p.csv", "file,acne\n,0.5\n", "line 2.*no photograph"),
        ("p.csv", b"\xff\xfe\x00", "can't be read"),
        ("p.json", "[\n1,\n", "line 3.*no JSON"),
        ("p.json", "[1]", "entry 1"),
        ("p.json", "3", "no file of predictions"),
        ("p.json", '[{"file_name": "a", "category": "b", "bbox": [1, 2, 3], "score": 1}]', "entry 1.*no box"),
        ("p.json", '[{"file_name": "a", "category": "b", "bbox": [1, 2, 3, NaN], "score": 1}]', "entry 1.*no box"),
        ("p.json", '[{"file_name": "a", "category": "b", "bbox": [1, 2, 3, 4], "score": 2}]', "entry 1.*score is 2"),
        ("p.json", '[{"file_name": "a", "category": "b", "bbox": [1, 2, 3, 4]}]', "entry 1"),
        ("p.json", '{"dermdesk_predictions": 9}', "newer"),
        ("p.json", '{"dermdesk_predictions": 1, "predictions": {}}', "no list"),
        ("p.json", '{"dermdesk_predictions": 1, "predictions": [{"file": "a"}]}', "entry 1.*incomplete"),
        ("p.json", "[" * 100_000, "can't be read|no JSON"),
        ("missing.csv", None, "can't be read"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(name, text, message, tmp_path):
    path = tmp_path / name
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(PredictionFileError, match=message):
        read_predictions(path)


def test_predictions_go_to_csv_or_json_alone(tmp_path):
    for path in (tmp_path / "p.xlsx", tmp_path / "nowhere" / "p.csv"):
        with pytest.raises(PredictionFileError):
            write_predictions([], path)
