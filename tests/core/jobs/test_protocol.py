"""Events and commands survive the pipe; whatever else is printed is passed over."""

from __future__ import annotations

import json
import math
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.jobs.protocol import (
    EpochEnd,
    Event,
    Heartbeat,
    Hello,
    Phase,
    Preview,
    PreviewPhoto,
    Step,
    Stop,
    Warned,
    decode,
    decode_command,
    encode,
    encode_command,
)

# NaN isn't equal to itself, so it has a test of its own.
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
st.register_type_strategy(float, NUMBERS)
EVENTS = st.one_of([st.from_type(kind) for kind in get_args(Event)])


@given(event=EVENTS, at=st.none() | st.floats(0, 2e9))
def test_decode_reverses_encode_in_one_line(event, at):
    line = encode(event, at=at)
    assert decode(line) == event
    assert decode(line.encode() + b"\n") == event
    assert len(line.splitlines()) == 1
    assert line.isascii()


@given(line=st.one_of(st.text(), st.binary()))
def test_junk_is_none(line):
    assert decode(line) is None
    assert decode_command(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Downloading: 100%",
        "[1, 2]",
        "null",
        "NaN",
        '{"event": "unheard_of"}',
        '{"event": ["hello"], "pid": 1}',
        '{"event": "hello"}',
        '{"event": "hello", "pid": "1"}',
        '{"event": "hello", "pid": 1, "versions": [1]}',
        '{"event": "warned", "message": 3}',
        '{"command": "stop"}',
        "[" * 100_000,
    ],
)
def test_lines_that_are_no_event_are_none(line):
    assert decode(line) is None


def test_what_a_newer_version_adds_is_passed_over():
    assert decode('{"event": "heartbeat", "memory": 12}') == Heartbeat()
    assert decode('{"event": "hello", "pid": 7}') == Hello(pid=7)


def test_numbers_that_are_not_finite_become_null_and_nan():
    event = EpochEnd(1, 2, math.inf, math.nan, {"weighted_accuracy": math.nan}, 0.1, 2.0, False)
    line = encode(event)
    assert "NaN" not in line
    assert "Infinity" not in line
    found = decode(line)
    assert isinstance(found, EpochEnd)
    assert math.isnan(found.train_loss)
    assert found.val_loss is None
    assert math.isnan(found.metrics["weighted_accuracy"])


def test_huge_lines_survive():
    message = "é\u2028\n" * 2_000_000
    assert decode(encode(Warned(message))) == Warned(message)


def test_integers_pass_for_floats():
    line = json.dumps({"event": "step", "epoch": 1, "epochs": 1, "step": 1, "steps": 1, "loss": 1, "lr": 1,
                       "images_per_second": 3})  # fmt: skip
    assert decode(line) == Step(1, 1, 1, 1, 1.0, 1.0, 3.0)


def test_stop_is_a_command_and_no_event():
    line = encode_command(Stop())
    assert decode_command(line) == Stop()
    assert decode(line) is None
    assert decode_command(encode(Phase("reading"))) is None


def test_a_preview_survives_and_a_damaged_one_is_no_event():
    photo = PreviewPhoto(7, (3, 1), (0.75, 0.25), ((1.0, 2.0, 30.0, 40.5), (0.0, 0.0, 5.0, 5.0)), true_class=3)
    event = Preview(2, (photo, PreviewPhoto(8, (), ())))
    line = encode(event)
    assert decode(line) == event
    assert decode(line.replace('"classes": [3, 1]', '"classes": [3, "a"]')) is None
    assert decode(line.replace('"image_id": 7', '"image": 7')) is None
    assert decode('{"event": "preview", "epoch": 1, "photos": {}}') is None
    assert decode('{"event": "preview", "epoch": 1, "photos": [3]}') is None


def test_memory_of_a_gpu_is_told_where_there_is_one():
    step = Step(1, 2, 3, 4, 0.5, 0.01, 9.0, 2.0e9)
    assert decode(encode(step)) == step
    assert decode(encode(Step(1, 2, 3, 4, 0.5, 0.01, 9.0))).gpu_bytes is None
