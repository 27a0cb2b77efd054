"""Photographs that show the same: exact and near duplicates, by two perceptual hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.project.arrays import NOTHING, SPLITS
from core.review.suspects import Finding, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from core.review.looks import Look
    from core.review.opinions import Opinions

NEAR = 6
"""Bits of 64 in which each of the two hashes of near duplicates may differ."""
_BLOCK = 512


def near_duplicates(looks: Mapping[int, Look], *, near: int = NEAR) -> list[tuple[int, int, int]]:
    """Pairs of image ids that look the same, and in how many of 128 bits they differ; both hashes must agree.

    All pairs are compared: 20,000 photographs take seconds.
    """
    ids = sorted(looks)
    waves = np.array([looks[key].waves for key in ids], dtype=np.uint64)
    steps = np.array([looks[key].steps for key in ids], dtype=np.uint64)
    found = []
    for start in range(0, len(ids), _BLOCK):
        mine = slice(start, start + _BLOCK)
        first = np.bitwise_count(waves[mine, None] ^ waves[None, start:])
        rows, columns = np.nonzero(first <= near)
        columns, rows = columns + start, rows + start
        later = columns > rows
        rows, columns = rows[later], columns[later]
        second = np.bitwise_count(steps[rows] ^ steps[columns])
        for a, b, distance in zip(rows[second <= near], columns[second <= near], second[second <= near], strict=True):
            found.append((ids[a], ids[b], int(distance) + int(np.bitwise_count(waves[a] ^ waves[b]))))
    return found


def duplicate_findings(opinions: Opinions, looks: Mapping[int, Look]) -> Iterator[tuple[int, Finding]]:
    """A finding for the later of each two photographs that look the same; the earlier is named.

    On two sides of the split, or with two classes, they are an error; else only a photograph counted twice.
    """
    places = {key: place for place, key in enumerate(opinions.image_ids.tolist())}
    known = {key: look for key, look in looks.items() if key in places}
    for a, b, distance in near_duplicates(known):
        first, second = sorted((places[a], places[b]))
        ids = opinions.image_ids
        one, other = opinions.given[first], opinions.given[second]
        across = _sides(opinions.labels.splits, first, second)
        labelled = (opinions.classes.names[one], opinions.classes.names[other]) if one >= 0 and other >= 0 else None
        if labelled and one != other:
            what, score = _said(int(ids[first]), same=distance == 0, labelled=labelled), 0.9
        elif across:
            what, score = _said(int(ids[first]), same=distance == 0, across=across), 0.85
        else:
            what, score = _said(int(ids[first]), same=distance == 0), 0.45
        yield second, Finding(
            Reason.DUPLICATE, score - 0.01 * distance, what, others=(int(ids[first]),),
            evidence=f"{ids[first]} {one} {across}",
        )  # fmt: skip


def _said(
    number: int, *, same: bool, labelled: tuple[str, str] | None = None, across: tuple[str, str] | None = None
) -> str:
    """The finding in a whole sentence of its own, since words put into one can't be translated."""
    if labelled:
        one, other = labelled
        what = (
            f"This is the same photo as number {number}, which is labelled {one} and this {other}."
            if same
            else f"This is nearly the same photo as number {number}, which is labelled {one} and this {other}."
        )
    elif across:
        one, other = across
        what = (
            f"This is the same photo as number {number}; one is for {one}, the other for {other}."
            if same
            else f"This is nearly the same photo as number {number}; one is for {one}, the other for {other}."
        )
    else:
        what = (
            f"This is the same photo as number {number}."
            if same
            else f"This is nearly the same photo as number {number}."
        )
    return what


def _sides(splits: NDArray[np.int64], first: int, second: int) -> tuple[str, str] | None:
    one, other = int(splits[first]), int(splits[second])
    if NOTHING in (one, other) or one == other:
        return None
    return SPLITS[one].value, SPLITS[other].value
