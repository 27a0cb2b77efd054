"""A report on paper: A4 by fpdf2, with the same sentences, tables and charts as the page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from core.replacing import replacing
from core.reporting import charts, wording
from core.reporting.content import title
from core.reporting.fonts import chinese_font, text_fonts
from core.reporting.worst_pictures import picture

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.figure import Figure

    from core.reporting.content import ReportContent
    from core.reporting.wording import Grid

_MARGIN = 16.0
"""Millimetres, as all lengths here."""
_INCH = 25.4
_SOFT = (107, 114, 128)
_INK = (17, 24, 39)
_LINE = (229, 231, 235)
_CASES_A_ROW = 3


def write_pdf(content: ReportContent, path: Path, *, photographs: bool = True, file_names: bool = False) -> None:
    """Write the pages whole or not at all; arguments and errors as for `core.reporting.html.write_html`."""
    pages = _Pages(content.project)
    evaluation = content.evaluation
    judged = [entry for entry in evaluation.all() if entry.n]
    pages.title(content.project)
    pages.soft(f"{wording.SPLIT_TITLES[evaluation.split]} · {content.made_at:%d %B %Y, %H:%M %Z}")
    pages.heading("Data")
    pages.text(wording.data_line(content))
    for line in wording.left_out_lines(content):
        pages.soft(line)
    pages.charts([charts.distribution(evaluation.classes, content.sizes)])
    pages.heading("Models")
    if judged:
        pages.grid(wording.numbers(content))
        pages.heading("Accuracy by class")
        pages.charts([charts.class_bars(evaluation, content.colours)])
        pages.heading("Confusion and confidence", room=90)
        pages.soft(wording.HOW_TO_READ)
        for entry in judged:
            bins, figure = entry.reliability, charts.reliability_plot(entry)
            pages.charts([charts.confusion_grid(entry), *([] if figure is None else [figure])], above=title(entry))
            if bins is not None:
                pages.soft(wording.confidence_line(content, entry.name, bins.expected_error))
    else:
        pages.text("No model has predicted these photographs yet.")
    pages.heading("Tables")
    for table in content.tables:
        pages.grid(wording.as_grid(table))
    if content.judge is not None and content.worst:
        pages.heading("Surest errors", room=80 if photographs else 40)
        pages.soft(f"Photographs that {title(content.judge)} is most certain about, and wrong.")
        pages.cases(
            [
                (
                    picture(case.image, case.boxes) if photographs else None,
                    f"{wording.case_name(case, file_names=file_names)}\n{case.truth}, taken for {case.predicted}\n"
                    f"{wording.case_numbers(case)}",
                )
                for case in content.worst
            ]
        )
    if content.facts:
        pages.heading("Recipes")
    for fact in content.facts:
        pages.text(f"{fact.name}: {wording.facts_line(fact)}")
        if fact.recipe:
            pages.soft(", ".join(f"{key} {value}" for key, value in fact.recipe))
    pages.heading("Made with")
    pages.text(", ".join(f"{name} {number}" for name, number in content.versions))
    with replacing(path) as stream:
        stream.write(pages.bytes())


class _Pages:
    """What is written so far. Knows only how things look."""

    def __init__(self, name: str) -> None:
        from fpdf import FPDF

        self._pdf = FPDF(format="A4")
        self._pdf.set_title(name)
        self._pdf.set_margin(_MARGIN)
        self._pdf.set_auto_page_break(auto=True, margin=_MARGIN)
        regular, strong = text_fonts()
        self._pdf.add_font("text", "", str(regular))
        self._pdf.add_font("text", "B", str(strong))
        chinese = chinese_font()
        if chinese is not None:
            self._pdf.add_font("chinese", "", str(chinese[1]))
            self._pdf.set_fallback_fonts(["chinese"], exact_match=False)
        self._pdf.add_page()

    def title(self, text: str) -> None:
        self._write(text, size=20, bold=True)

    def heading(self, text: str, *, room: float = 40) -> None:
        # Not at the foot of a page, away from what it heads.
        if self._pdf.will_page_break(room):
            self._pdf.add_page()
        self._pdf.ln(4)
        self._write(text, size=13, bold=True)
        self._pdf.ln(1)

    def text(self, text: str) -> None:
        self._write(text, size=9.5)

    def soft(self, text: str) -> None:
        self._write(text, size=9, colour=_SOFT)

    def charts(self, figures: Sequence[Figure], *, above: str = "") -> None:
        """Figures side by side where they fit, each at its own size; on the next page where there is no room."""
        pdf, gap = self._pdf, 4.0
        sizes = [tuple(_INCH * float(side) for side in figure.get_size_inches()) for figure in figures]
        if sum(width for width, _ in sizes) + gap * (len(sizes) - 1) > pdf.epw and len(figures) > 1:
            for number, figure in enumerate(figures):
                self.charts([figure], above=above if number == 0 else "")
            return
        scale = min(1.0, *(min(pdf.epw / width, (pdf.eph - 12) / height) for width, height in sizes))
        tall = scale * max(height for _, height in sizes)
        if pdf.will_page_break(tall + (8 if above else 2)):
            pdf.add_page()
        if above:
            pdf.ln(1)
            self._write(above, size=10, bold=True)
        left, top = pdf.l_margin, pdf.get_y()
        for figure, (width, height) in zip(figures, sizes, strict=True):
            pdf.image(io.BytesIO(charts.to_png(figure)), x=left, y=top, w=width * scale, h=height * scale)
            left += width * scale + gap
        pdf.set_xy(pdf.l_margin, top + tall + 1)

    def grid(self, grid: Grid) -> None:
        """A table over the page's width."""
        from fpdf.enums import TableBordersLayout
        from fpdf.fonts import FontFace

        pdf = self._pdf
        if grid.number:
            if pdf.will_page_break(30):
                pdf.add_page()
            pdf.ln(2)
            self._write(f"Table {grid.number}. {grid.title}", size=10, bold=True)
        columns = len(grid.headings) + len(grid.columns)
        pdf.set_font("text", size=8 if columns <= 8 else 6.5 if columns <= 12 else 5.5)
        pdf.set_draw_color(*_LINE)
        widths = [1 if heading == "Index" else 3 for heading in grid.headings] + [2] * len(grid.columns)
        with pdf.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=tuple(widths),
            text_align=tuple(["LEFT"] * len(grid.headings) + ["RIGHT"] * len(grid.columns)),
            headings_style=FontFace(emphasis="BOLD", fill_color=(249, 250, 251)),
            line_height=1.6 * pdf.font_size,
        ) as table:
            for cells in ((*grid.headings, *grid.columns), *((*row.labels, *row.cells) for row in grid.rows)):
                row = table.row()
                for cell in cells:
                    row.cell(cell)
        for note in grid.notes:
            self.soft(note)

    def cases(self, cases: list[tuple[bytes | None, str]]) -> None:
        """Pictures with words beneath, some a line; words alone where there are no pictures."""
        pdf = self._pdf
        gap = 4.0
        width = (pdf.epw - gap * (_CASES_A_ROW - 1)) / _CASES_A_ROW
        for start in range(0, len(cases), _CASES_A_ROW):
            line = cases[start : start + _CASES_A_ROW]
            tall = 38.0 if any(data for data, _ in line) else 0.0
            if pdf.will_page_break(tall + 20):
                pdf.add_page()
            top, low = pdf.get_y() + 1, 0.0
            for number, (data, words) in enumerate(line):
                left = pdf.l_margin + number * (width + gap)
                if data is not None:
                    pdf.image(io.BytesIO(data), x=left, y=top, w=width, h=tall, keep_aspect_ratio=True)
                pdf.set_xy(left, top + tall + 1)
                self._write(words, size=7.5, width=width)
                low = max(low, pdf.get_y())
            pdf.set_xy(pdf.l_margin, low + 2)

    def bytes(self) -> bytes:
        return bytes(self._pdf.output())

    def _write(
        self,
        text: str,
        *,
        size: float,
        bold: bool = False,
        colour: tuple[int, int, int] = _INK,
        width: float = 0.0,
    ) -> None:
        self._pdf.set_font("text", "B" if bold else "", size)
        self._pdf.set_text_color(*colour)
        self._pdf.multi_cell(width, 1.35 * self._pdf.font_size, text, align="L", new_x="LMARGIN", new_y="NEXT")
        self._pdf.set_text_color(*_INK)
