"""A report as one HTML file that needs nothing beside it: styles, charts and pictures are inside."""

from __future__ import annotations

import base64
from importlib import resources
from typing import TYPE_CHECKING

from core.replacing import replacing
from core.reporting import charts, wording
from core.reporting.content import title
from core.reporting.worst_pictures import picture

if TYPE_CHECKING:
    from pathlib import Path

    from core.reporting.content import ReportContent

TEMPLATE = "report/report.html.j2"


def write_html(content: ReportContent, path: Path, *, photographs: bool = True, file_names: bool = False) -> None:
    """Write the page whole or not at all.

    Args:
        content: What it says.
        path: Where it goes.
        photographs: Whether the worst cases are shown as small pictures; only pixels are taken, no EXIF.
        file_names: Whether they are called by their files, which may name a patient, or by their numbers.

    Raises:
        OSError: It can't be written.
    """
    with replacing(path) as stream:
        stream.write(render(content, photographs=photographs, file_names=file_names).encode())


def render(content: ReportContent, *, photographs: bool = True, file_names: bool = False) -> str:
    """The page's text; arguments as for `write_html`."""
    from jinja2 import Environment

    template = (resources.files("resources") / TEMPLATE).read_text("utf-8")
    evaluation = content.evaluation
    judged = [entry for entry in evaluation.all() if entry.n]
    closer = []
    for entry in judged:
        bins, figure = entry.reliability, charts.reliability_plot(entry)
        line = "" if bins is None else wording.confidence_line(content, entry.name, bins.expected_error)
        grid = charts.to_svg(charts.confusion_grid(entry))
        closer.append((title(entry), line, [grid] if figure is None else [grid, charts.to_svg(figure)]))
    cases = [
        {
            "name": wording.case_name(case, file_names=file_names),
            "truth": case.truth,
            "predicted": case.predicted,
            "numbers": wording.case_numbers(case),
            "picture": _base64(picture(case.image, case.boxes)) if photographs else "",
        }
        for case in content.worst
    ]
    return (
        Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
        .from_string(template)
        .render(
            content=content,
            split=wording.SPLIT_TITLES[evaluation.split],
            made_at=f"{content.made_at:%d %B %Y, %H:%M %Z}",
            data_line=wording.data_line(content),
            left_out=wording.left_out_lines(content),
            distribution=charts.to_svg(charts.distribution(evaluation.classes, content.sizes)),
            numbers=wording.numbers(content),
            by_patient=any(entry.patients is not None for entry in judged),
            bars=charts.to_svg(charts.class_bars(evaluation, content.colours)) if judged else "",
            closer=closer,
            how_to_read=wording.HOW_TO_READ,
            tables=[wording.as_grid(table) for table in content.tables],
            cases=cases,
            judge="" if content.judge is None else title(content.judge),
            facts=[(fact, wording.facts_line(fact)) for fact in content.facts],
        )
    )


def _base64(data: bytes | None) -> str:
    return "" if data is None else base64.b64encode(data).decode()
