"""Messages between the inference worker and its parent."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.geometry import Box
from core.inference.requests import (
    BoxRow,
    Cancel,
    Explain,
    Explained,
    ImageFailed,
    ImageRef,
    ModelRef,
    Predict,
    Predicted,
    Ready,
    RequestDone,
    Shutdown,
    WorkerFailed,
    decode,
    encode,
)

MESSAGES = [
    Predict(
        3,
        (ModelRef("densenet121-1", Path("/p/runs/densenet121-1")),),
        (ImageRef(7, Path("/photos/ä b\n.jpg"), "ff", 40, 30), ImageRef(8, Path("c.png"))),
    ),
    Predict(4, (), (), "flip"),
    Predict(5, (), (), features=True),
    Explain(5, ModelRef("a", Path("/r/a")), ImageRef(7, Path("c.png")), 2, (Box(1, 2, 3.5, 4),)),
    Explain(5, ModelRef("a", Path("/r/a")), ImageRef(7, Path("c.png"))),
    Explained(5, "a", 7, 2, 0.75, 256, 192, "aGVhdA==", 0.5),
    Explained(5, "a", 7, 2, 0.75, 256, 192, "aGVhdA=="),
    Cancel(3),
    Shutdown(),
    Ready("cpu", {"torch": "2.13.0"}, 42),
    Predicted(3, "densenet121-1", 7, (1, 2), probabilities=(0.25, 0.75)),
    Predicted(3, "retinanet-1", 7, (1, 2), boxes=(BoxRow(0.5, 1.0, 9.0, 8.25, 2, 0.5),)),
    Predicted(3, "retinanet-1", 7, (1, 2), boxes=()),
    Predicted(5, "densenet121-1", 7, (1, 2), probabilities=(0.25, 0.75), features="ADgAvA=="),
    ImageFailed(3, 7, None, "bad_image", "It is empty.", "Import it again."),
    ImageFailed(3, None, "retinanet-1", "checkpoint", "No card."),
    RequestDone(3, 2, cancelled=True),
    WorkerFailed("out_of_memory", "…"),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.kind)
def test_a_message_is_one_line_and_reads_back_equal(message):
    line = encode(message)
    assert "\n" not in line
    assert decode(line) == message
    assert decode(line.encode() + b"\n") == message


@pytest.mark.parametrize("line", ["", "Loading weights…", "[1]", "null", '{"kind": "dance"}', '{"kind": "cancel"}'])
def test_junk_is_none(line):
    assert decode(line) is None


@given(st.text())
def test_no_text_makes_decode_fail(text):
    decode(text)


@given(st.lists(st.floats(0, 1), min_size=1))
def test_probabilities_keep_every_bit(values):
    message = Predicted(1, "m", 1, tuple(range(len(values))), probabilities=tuple(values))
    assert decode(encode(message)) == message


def test_a_number_that_json_does_not_know_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        encode(Predicted(1, "m", 1, (1,), probabilities=(float("nan"),)))
