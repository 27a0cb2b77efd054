"""Whole lines out of a growing file, whatever way the bytes come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.jobs.tail import CHUNK, LONGEST_LINE, FileTail, LineSplitter, last_lines


@given(st.lists(st.binary(max_size=20).filter(lambda line: b"\n" not in line and b"\r" not in line)), st.data())
def test_lines_come_whole_however_they_are_cut(lines, data):
    stream = b"".join(line + b"\n" for line in lines)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)))))
    splitter, found = LineSplitter(), []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found += splitter.feed(stream[start:end])
    assert found == lines


def test_a_line_without_end_waits_for_its_rest(tmp_path):
    path = tmp_path / "events.jsonl"
    tail = FileTail(path)
    assert tail.read() == ([], False)
    path.write_bytes(b'{"event": "step"')
    assert tail.read() == ([], False)
    with path.open("ab") as file:
        file.write(b"}\nnext")
    assert tail.read() == ([b'{"event": "step"}'], False)


def test_a_large_file_comes_in_chunks_and_no_line_twice(tmp_path):
    path = tmp_path / "events.jsonl"
    lines = [f"line {number}".encode() for number in range(40_000)]
    path.write_bytes(b"\n".join(lines) + b"\n")
    tail, found, more, reads = FileTail(path), [], True, 0
    while more:
        some, more = tail.read()
        found += some
        reads += 1
    assert found == lines
    assert reads > path.stat().st_size // CHUNK


def test_a_runaway_line_is_dropped_and_the_next_one_read():
    splitter = LineSplitter()
    assert splitter.feed(b"x" * (LONGEST_LINE + 1)) == []
    assert splitter.feed(b"x" * 100) == []
    assert splitter.feed(b"end\nnext\n") == [b"next"]


def test_a_file_begun_anew_is_read_from_its_start(tmp_path):
    path = tmp_path / "events.jsonl"
    path.write_bytes(b"old one\nold two\n")
    tail = FileTail(path)
    tail.read()
    path.write_bytes(b"new\n")
    assert tail.read() == ([b"new"], False)
    assert tail.restarted


def test_last_lines_of_a_log(tmp_path):
    path = tmp_path / "log.txt"
    assert last_lines(path, 3) == []
    path.write_text("".join(f"{number}\n" for number in range(10_000)), encoding="utf-8")
    assert last_lines(path, 3) == ["9997", "9998", "9999"]
