"""The text of a PDF as fpdf2 writes it, through its fonts' own tables, as a reader's search would find it."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"(<<.*?>>)\nstream\r?\n(.*)\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\)|\b(ET|q|Q)\b", re.DOTALL)
_ESCAPES = {b"r": b"\r", b"n": b"\n", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pdf_text(data: bytes) -> str:
    """All words of all pages in the order they are written, with one space between them.

    A letter that the font lacks is a replacement character.

    Args:
        data: A PDF of which every text is in an embedded font of two bytes a letter.
    """
    objects = {int(number): body for number, body in _OBJECT.findall(data)}
    letters = {}
    for body in objects.values():
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", body):
            letters[name] = _letters(objects, int(number))
    pages = [int(found[1]) for body in objects.values() if (found := re.search(rb"/Contents (\d+) 0 R", body))]
    return " ".join(" ".join(_page(_stream(objects[number]), letters) for number in pages).split())


def _letters(objects: dict[int, bytes], font: int) -> dict[int, str]:
    found = re.search(rb"/ToUnicode (\d+) 0 R", objects[font])
    assert found is not None
    table = _stream(objects[int(found[1])])
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table.partition(b"beginbfchar")[2])
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _page(content: bytes, letters: dict[bytes, dict[int, str]]) -> str:
    words, table, outer = [], {}, []
    for font, text, word in (match.groups() for match in _SHOWN.finditer(content)):
        if font is not None:
            table = letters[font]
        elif word == b"q":
            outer.append(table)
        elif word == b"Q":
            table = outer.pop()
        elif word is not None:
            words.append(" ")  # the next line, or the next cell
        else:
            codes = re.sub(rb"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), text, flags=re.DOTALL)
            numbers = (int.from_bytes(codes[place : place + 2], "big") for place in range(0, len(codes), 2))
            words += [table.get(number, "\N{REPLACEMENT CHARACTER}") for number in numbers]
    return "".join(words)


def _stream(body: bytes) -> bytes:
    found = _STREAM.match(body)
    assert found is not None
    return zlib.decompress(found[2]) if b"/Filter" in found[1] else found[2]
