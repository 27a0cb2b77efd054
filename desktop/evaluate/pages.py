"""The pages of the Evaluate workspace: what each reads for itself, and how it is drawn when it comes to the front."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from core.project.project import Project
from desktop.evaluate import (
    agreement_page,
    curves_page,
    detectors,
    distribution,
    ensembles,
    groups,
    paper_pages,
    scores,
    versus,
)
from desktop.jobs.background import Errand
from desktop.translating import marked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from core.project.arrays import StoredArrays
    from desktop.evaluate.page import PageContent, PageView
    from desktop.evaluate.reading import Reading
    from desktop.evaluate.shown import Shown
    from desktop.evaluate.view import EvaluateView

    Load = Callable[[Project, Reading, tuple[str, ...], StoredArrays], Any]


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page: its key, its title, how it is drawn, and what it reads first in the background."""

    key: str
    title: str
    present: Callable[[Shown], PageContent]
    load: Load | None = None


PAGES = (
    PageSpec("scores", marked("Evaluate", "Scores by class"), scores.present),
    PageSpec("versus", marked("Evaluate", "Before and after"), versus.present),
    PageSpec("ensembles", marked("Evaluate", "Ensembles"), ensembles.present, ensembles.load),
    PageSpec("agreement", marked("Evaluate", "Agreement"), agreement_page.present),
    PageSpec("curves", marked("Evaluate", "Curves"), curves_page.present),
    PageSpec("detectors", marked("Evaluate", "Detectors"), detectors.present, detectors.load),
    PageSpec("groups", marked("Evaluate", "Groups"), groups.present, groups.load),
    PageSpec("distribution", marked("Evaluate", "Class sizes"), distribution.present, distribution.load),
    PageSpec("tables", marked("Evaluate", "Tables II to IV"), paper_pages.present, paper_pages.load),
)


class Store:
    """What was read of the project, for the threads that take turns with it."""

    def __init__(self, stored: StoredArrays) -> None:
        self._stored, self._turn = stored, Lock()

    def read(self, folder: Path, work: Callable[[Project, StoredArrays], Any]) -> Any:  # noqa: ANN401
        """What `work` returns of the project, opened for reading in this thread."""
        # A project belongs to one thread, so this one opens its own; what was read is shared, one thread at a time.
        with self._turn, Project.open(folder, read_only=True) as project:
            return work(project, self._stored)


class PagesController(QObject):
    """Draws the page at the front, and no other.

    Signals:
        photos_chosen: Of a mark that was clicked, as `desktop.evaluate.page.Photos`.
        failed: With the error of a page that could not be read.
    """

    photos_chosen = Signal(object)
    failed = Signal(object)

    def __init__(self, view: EvaluateView, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view, self._store = view, store
        self._shown: Shown | None = None
        self._folder: Path | None = None
        self._choices: dict[str, dict[str, str]] = {spec.key: {} for spec in PAGES}
        self._loaded: dict[str, Any] = {}
        self._errands: dict[str, Errand[Any]] = {}
        self._specs = {spec.key: spec for spec in PAGES}
        for spec in PAGES:
            page = view.add_page(spec.key, QCoreApplication.translate("Evaluate", spec.title))
            page.option_chosen.connect(lambda chooser, key, page=spec.key: self.choose(page, chooser, key))
            page.photos_chosen.connect(self.photos_chosen)
        view.page_shown.connect(self.draw)

    def forget(self) -> None:
        """Another project: nothing chosen, nothing read."""
        self._shown = None
        self._choices = {spec.key: {} for spec in PAGES}
        self._loaded, self._errands = {}, {}

    def show(self, shown: Shown, folder: Path) -> None:
        """New models, labels or ticks: draw the page at the front; others when they come there."""
        self._shown, self._folder = shown, folder
        self._loaded, self._errands = {}, {}
        self.draw(self._view.page())

    def choose(self, page: str, chooser: str, key: str) -> None:
        """Take over what was chosen on a page."""
        self._choices[page][chooser] = key
        self.draw(page)

    def draw(self, key: str) -> None:
        """Draw a page, once what it needs has been read."""
        spec, shown = self._specs.get(key), self._shown
        if spec is None or shown is None:
            return
        if spec.load is not None and key not in self._loaded:
            self._read(spec, spec.load, shown)
            return
        page: PageView = self._view.page_view(key)
        page.set_content(spec.present(replace(shown, choices=self._choices[key], loaded=self._loaded.get(key))))

    def _read(self, spec: PageSpec, load: Load, shown: Shown) -> None:
        folder = self._folder
        if spec.key in self._errands or folder is None:
            return
        errand: Errand[Any] = Errand(
            lambda: self._store.read(folder, lambda project, stored: load(project, shown.reading, shown.drawn, stored)),
            self,
        )
        self._errands[spec.key] = errand
        errand.done.connect(lambda loaded: self._take(spec, errand, loaded))
        errand.failed.connect(self.failed)
        errand.start()

    def _take(self, spec: PageSpec, errand: Errand[Any], loaded: object) -> None:
        if self._errands.get(spec.key) is errand:
            self._loaded[spec.key] = loaded
            if self._view.page() == spec.key:
                self.draw(spec.key)
