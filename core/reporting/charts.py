"""A report's charts by matplotlib, as SVG for pages and PNG for paper. Colours are Okabe and Ito's."""

from __future__ import annotations

import io
import math
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from core.model_colours import ENSEMBLE_COLOUR, MODEL_COLOURS
from core.reporting.content import title
from core.reporting.fonts import families

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from core.classes import ClassTable
    from core.metrics.report import Evaluation, ModelEvaluation
    from core.project.labels import Split

PAPER_DPI = 160
_WIDTH = 8.4
"""Inches: a page's."""


def class_bars(evaluation: Evaluation, colours: Mapping[str, str]) -> Figure:
    """Accuracy of each class by each model, with 95 % intervals over patients (the paper's Fig. 3, left).

    Args:
        evaluation: What is judged.
        colours: `#rrggbb` of each model by name, as `core.model_colours` gives them.
    """
    shown = [entry for entry in evaluation.all() if entry.n]
    classes = evaluation.classes
    figure, axes = _figure(max(2.6, 0.3 * len(classes) * max(1, len(shown)) * 0.42 + 1.0))
    height = 0.8 / max(1, len(shown))
    for number, entry in enumerate(shown):
        colour = _colour(entry, colours)
        for row, count in enumerate(entry.per_class):
            if not count.n:
                continue
            share = count.correct / count.n
            low, high = entry.class_interval(row)
            place = row - 0.4 + height * (number + 0.5)
            axes.barh(place, share, height * 0.9, color=colour, label=_plain(title(entry)) if row == 0 else None)
            axes.plot([low, high], [place, place], color="#374151", linewidth=0.8, solid_capstyle="butt")
    sizes = max(shown, key=lambda entry: entry.n).per_class if shown else ()
    axes.set_yticks(
        range(len(classes)),
        [f"{_plain(c.name)} ({count.n})" for c, count in zip(classes, sizes, strict=True)] if sizes else [],
    )
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.grid(axis="x", color="#e5e7eb", linewidth=0.8)
    axes.set_axisbelow(True)
    if shown:
        handles = [_patch(entry, _colour(entry, colours)) for entry in shown]
        axes.legend(
            handles=handles, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=min(3, len(handles)), frameon=False
        )
    return figure


def confusion_grid(entry: ModelEvaluation) -> Figure:
    """Counts and shares of each row: truth down, prediction across (the paper's Fig. 3, right)."""
    counts = entry.confusion
    codes = [_plain(c.code) for c in entry.classes]
    across = [*codes, "none"] if entry.detects else codes
    totals = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, totals, out=np.zeros(counts.shape), where=totals > 0)
    side = min(_WIDTH, 1.4 + 0.5 * len(across))
    figure, axes = _figure(max(2.2, 0.9 + 0.36 * len(codes)), width=side)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for row in range(counts.shape[0]):
        for column in range(counts.shape[1]):
            if counts[row, column]:
                colour = "white" if shares[row, column] > 0.55 else "#111827"
                axes.text(column, row, str(counts[row, column]), ha="center", va="center", color=colour, fontsize=8)
    axes.set_xticks(range(len(across)), across, rotation=90 if len(across) > 12 else 0)
    axes.set_yticks(range(len(codes)), codes)
    axes.set_xlabel("predicted")
    axes.set_ylabel("truth")
    axes.tick_params(length=0)
    return figure


def reliability_plot(entry: ModelEvaluation) -> Figure | None:
    """Accuracy against confidence; None for a detector, or where nothing was judged."""
    bins = entry.reliability
    if bins is None or not entry.n:
        return None
    figure, axes = _figure(2.6, width=2.7)
    filled = bins.counts > 0
    axes.plot([0, 1], [0, 1], color="#9ca3af", linewidth=1, linestyle="--")
    middles, width = (bins.edges[:-1] + bins.edges[1:]) / 2, bins.edges[1] - bins.edges[0]
    axes.bar(middles[filled], bins.accuracy[filled], width * 0.92, color=MODEL_COLOURS[0])
    axes.plot(bins.confidence[filled], bins.accuracy[filled], "o", color="#111827", markersize=3)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_xlabel("confidence")
    axes.set_ylabel("accuracy")
    return figure


def distribution(classes: ClassTable, sizes: Mapping[Split | None, Sequence[int]]) -> Figure:
    """Photographs a class on a log2 axis, the largest first (the paper's Fig. 1)."""
    totals = np.sum([list(counts) for counts in sizes.values()], axis=0) if sizes else np.zeros(len(classes), int)
    order = np.argsort(-totals, kind="stable")
    figure, axes = _figure(max(2.2, 0.26 * len(classes) + 0.8))
    rows = np.arange(len(classes))
    axes.barh(rows, np.maximum(totals[order], 0), color=MODEL_COLOURS[4])
    for row, total in enumerate(totals[order].tolist()):
        axes.annotate(f" {total:,}", (max(total, 1), row), va="center", fontsize=8)
    axes.set_yticks(rows, [_plain(classes.names[index]) for index in order])
    axes.invert_yaxis()
    axes.set_xscale("log", base=2)
    axes.set_xlim(1, 2 ** (math.ceil(math.log2(max(2, int(totals.max(initial=2))))) + 0.6))
    axes.set_xlabel("photographs")
    return figure


def to_svg(figure: Figure) -> str:
    """A figure as an `<svg>` element that can stand in a page; the same bytes for the same figure."""
    text = io.StringIO()
    with _drawing({"svg.fonttype": "none", "svg.hashsalt": "dermdesk"}):
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    svg = text.getvalue()
    return svg[svg.index("<svg") :]


def to_png(figure: Figure) -> bytes:
    """A figure as PNG at a printer's resolution."""
    data = io.BytesIO()
    with _drawing({}):
        figure.savefig(data, format="png", dpi=PAPER_DPI)
    return data.getvalue()


@contextmanager
def _drawing(settings: Any) -> Iterator[None]:  # noqa: ANN401 - matplotlib lists three hundred names
    from matplotlib import rc_context

    with rc_context(settings), warnings.catch_warnings():
        # Without a Chinese font on this machine its letters are boxes on paper; a page is shown by the reader's.
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font", UserWarning)
        yield


def _figure(height: float, *, width: float = _WIDTH) -> tuple[Figure, Axes]:
    # No pyplot: it keeps figures, and picks a window system.
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"font.family": families()}):
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.add_subplot()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=8)
    return figure, axes


def _colour(entry: ModelEvaluation, colours: Mapping[str, str]) -> str:
    return ENSEMBLE_COLOUR if entry.members else colours[entry.name]


def _patch(entry: ModelEvaluation, colour: str) -> object:
    from matplotlib.patches import Patch

    return Patch(color=colour, label=_plain(title(entry)))


def _plain(text: str) -> str:
    """Text in which dollar signs begin no formula."""
    return text.replace("$", r"\$")
