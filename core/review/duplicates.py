"""Photographs that show the same: exact and near duplicates, by two perceptual hashes and by a network's features."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.project.arrays import NOTHING, SPLITS
from core.review.suspects import Finding, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from core.review.looks import Look
    from core.review.opinions import Opinions

NEAR = 6
"""Bits of 64 in which each of the two hashes of near duplicates may differ."""
_BEHIND = 0.05
"""What a pair that only a network finds alike scores less."""
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


def duplicate_findings(
    opinions: Opinions,
    looks: Mapping[int, Look],
    alike: Iterable[tuple[int, int, float]] = (),
    *,
    names_of: Callable[[Collection[int]], Mapping[int, str]],
) -> Iterator[tuple[int, Finding]]:
    """A finding for the later of each two photographs that look the same; the earlier is named.

    On two sides of the split, or with two classes, they are an error; else only a photograph counted twice.

    Args:
        opinions: What is known of the photographs.
        looks: Their looks by image id.
        alike: Pairs of image ids as `core.review.embeddings.alike_pairs` finds them; those that the hashes find, too,
            are said once.
        names_of: Names that people know the photographs with these ids by; asked once.
    """
    places = {key: place for place, key in enumerate(opinions.image_ids.tolist())}
    known = {key: look for key, look in looks.items() if key in places}
    pairs: dict[tuple[int, int], tuple[int | None, float]] = {
        (a, b): (None, similarity) for a, b, similarity in alike if a in places and b in places
    }
    pairs |= {(a, b): (distance, 1.0) for a, b, distance in near_duplicates(known)}
    names = names_of({int(opinions.image_ids[min(places[a], places[b])]) for a, b in pairs}) if pairs else {}
    for (a, b), (distance, similarity) in pairs.items():
        first, second = sorted((places[a], places[b]))
        ids = opinions.image_ids
        one, other = opinions.given[first], opinions.given[second]
        across = _sides(opinions.labels.splits, first, second)
        labelled = (opinions.classes.names[one], opinions.classes.names[other]) if one >= 0 and other >= 0 else None
        if labelled and one != other:
            score = 0.9
        elif across:
            labelled, score = None, 0.85
        else:
            labelled, score = None, 0.45
        if distance is None:
            what = _said_alike(names[int(ids[first])], similarity, labelled=labelled, across=across)
            less = _BEHIND + 0.2 * (1 - similarity)
        else:
            what = _said(names[int(ids[first])], same=distance == 0, labelled=labelled, across=across)
            less = 0.01 * distance
        yield second, Finding(
            Reason.DUPLICATE, max(0.0, score - less), what, others=(int(ids[first]),),
            evidence=f"{ids[first]} {one} {across}",
        )  # fmt: skip


def _said(
    name: str, *, same: bool, labelled: tuple[str, str] | None = None, across: tuple[str, str] | None = None
) -> str:
    """The finding in a whole sentence of its own, since words put into one can't be translated."""
    if labelled:
        one, other = labelled
        what = (
            f"This is the same photo as {name}, which is labelled {one} and this {other}."
            if same
            else f"This is nearly the same photo as {name}, which is labelled {one} and this {other}."
        )
    elif across:
        one, other = across
        what = (
            f"This is the same photo as {name}; one is for {one}, the other for {other}."
            if same
            else f"This is nearly the same photo as {name}; one is for {one}, the other for {other}."
        )
    else:
        what = f"This is the same photo as {name}." if same else f"This is nearly the same photo as {name}."
    return what


def _said_alike(
    name: str, similarity: float, *, labelled: tuple[str, str] | None, across: tuple[str, str] | None
) -> str:
    if labelled:
        one, other = labelled
        what = (
            f"This looks like {name}, which is labelled {one} and this {other}; "
            f"their features are {similarity:.2f} alike."
        )
    elif across:
        one, other = across
        what = (
            f"This looks like {name}; one is for {one}, the other for {other}; "
            f"their features are {similarity:.2f} alike."
        )
    else:
        what = f"This looks like {name}; their features are {similarity:.2f} alike."
    return what


def _sides(splits: NDArray[np.int64], first: int, second: int) -> tuple[str, str] | None:
    one, other = int(splits[first]), int(splits[second])
    if NOTHING in (one, other) or one == other:
        return None
    return SPLITS[one].value, SPLITS[other].value
