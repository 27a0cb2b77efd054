"""The history's decisions: what is read when, and what restoring a version means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from core.errors import DermDeskError
from core.project.changes import label_changes
from core.project.label_rows import KIND_SPLIT
from core.project.labels import Edit, labels_from_json
from desktop.annotate.change_text import change_lines
from desktop.annotate.history_model import HistoryItem
from desktop.annotate.painting import class_styles
from desktop.translating import core_text, told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.classes import ClassTable
    from core.project.label_rows import HistoryGroup
    from core.project.records import HistoryEntry
    from core.project.steps import StepRecord
    from desktop.annotate.history_panel import HistoryPanel
    from desktop.annotate.painting import ClassStyle
    from desktop.session import Session

PAGE = 30
REFRESH_AFTER_MS = 60


def _tr(text: str) -> str:
    return QCoreApplication.translate("HistoryController", text)


class HistoryController(QObject):
    """Connects the history panel with the session. Nothing is read while the panel is folded away.

    Args:
        session: The open project.
        panel: The widgets.
        is_open: Whether the panel can be seen.
    """

    def __init__(
        self, session: Session, panel: HistoryPanel, *, is_open: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._panel = panel
        self._is_open = is_open
        self._whole = False
        self._shown: HistoryItem | None = None
        panel.scope_asked.connect(self.show_scope)
        panel.chosen.connect(self._show_details)
        panel.photo_asked.connect(session.select_image)
        panel.restore_asked.connect(lambda _item: self.restore_shown())
        # A photograph and an edit are shown before they are listed.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REFRESH_AFTER_MS)
        self._soon.timeout.connect(self.refresh)
        for signal in (session.project_changed, session.images_changed, session.classes_changed):
            signal.connect(self._soon.start)
        session.labels_changed.connect(lambda _image_id: self._soon.start())
        session.image_selected.connect(lambda _image_id: None if self._whole else self._soon.start())

    def show_scope(self, whole: bool) -> None:
        """Show the project's history, or the photograph's."""
        self._whole = whole
        self.refresh()

    def refresh(self) -> None:
        """Read the history again, where it can be seen."""
        if not self._is_open():
            return
        session = self._session
        more: Callable[[], Sequence[HistoryItem]] | None = None
        if session.has_project and self._whole:
            more = _ProjectPages(session)
        elif session.has_project and session.image_id is not None:
            more = _PhotoPages(session, session.image_id)
        empty = (
            self.tr("Nothing was changed in this project yet.")
            if self._whole
            else self.tr("Nobody has changed anything here yet. Each edit will be listed, and can be gone back to.")
        )
        try:
            self._panel.show_history(more, whole=self._whole, empty=empty)
        except DermDeskError as error:
            self._panel.show_history(None, whole=self._whole, empty=told(error))

    def _styles(self) -> dict[int, ClassStyle]:
        return class_styles(self._session.project.classes)

    def _show_details(self, item: HistoryItem) -> None:
        size = None
        if item.history_id is not None and item.image_id is not None:
            # A list of the project's changes says only what and where; what was before and after is read for this one.
            (entry,) = self._session.project.journal.history(item.image_id, limit=1, older_than=item.history_id + 1)
            item = replace(entry_item(entry, self._styles()), where=item.where)
        if item.image_id is not None and item.before is not None:
            record = self._session.project.image(item.image_id)
            size = (record.width, record.height)
        can_restore = item.after is not None and item.image_id is not None and not self._session.read_only
        if can_restore and item.image_id is not None:
            can_restore = self._session.project.labels(item.image_id) != item.after
        self._shown = item
        can_go = item.image_id is not None and item.image_id != self._session.image_id
        self._panel.show_details(item, can_restore=can_restore, can_go=can_go, size=size, styles=self._styles())

    def restore_shown(self) -> None:
        """Restore the version whose details are shown."""
        if self._shown is not None:
            self.restore(self._shown)

    def restore(self, item: HistoryItem) -> None:
        """Make a photograph's labels those of a version, as a new edit that can be undone."""
        if item.after is None or item.image_id is None or self._session.read_only:
            return
        before = self._session.project.labels(item.image_id)
        when = "" if item.at is None else f" of {item.at.astimezone():%Y-%m-%d %H:%M}"
        if self._session.apply(Edit(item.image_id, before, item.after, f"Restore version{when}")):
            self._session.select_image(item.image_id)


class _PhotoPages:
    """Pages of a photograph's history, the newest first, and at its end what was there before everything."""

    def __init__(self, session: Session, image_id: int) -> None:
        self._session = session
        self._image_id = image_id
        self._styles = class_styles(session.project.classes)
        self._last: HistoryEntry | None = None
        self._ended = False

    def __call__(self) -> list[HistoryItem]:
        if self._ended:
            return []
        older_than = None if self._last is None else self._last.id
        entries = self._session.project.journal.history(self._image_id, limit=PAGE, older_than=older_than)
        items = [entry_item(entry, self._styles) for entry in entries]
        labelled = [entry for entry in entries if entry.kind != KIND_SPLIT]
        self._last = entries[-1] if entries else self._last
        if len(entries) < PAGE:
            self._ended = True
            oldest = labelled[-1] if labelled else None
            if oldest is not None:
                first = labels_from_json(oldest.before)
                text = _tr("As it came into the project")
                items.append(HistoryItem(text, "", None, image_id=self._image_id, after=first))
        return items


class _ProjectPages:
    """Pages of the project's history, with changes of classes among those of photographs."""

    def __init__(self, session: Session) -> None:
        self._project = session.project
        self._styles = class_styles(session.project.classes)
        self._classes = self._project.journal.class_steps()
        self._last: HistoryGroup | None = None
        self._ended = False

    def __call__(self) -> list[HistoryItem]:
        if self._ended:
            return []
        older_than = None if self._last is None else self._last.oldest
        groups = self._project.journal.groups(limit=PAGE, older_than=older_than)
        self._ended = len(groups) < PAGE
        self._last = groups[-1] if groups else self._last
        # A merge is listed once: by its photographs, where it has some.
        steps = {group.step_id for group in groups}
        self._classes = [record for record in self._classes if record.id not in steps]
        until = None if self._ended or self._last is None else self._last.at
        classes = [record for record in self._classes if until is None or record.at >= until]
        self._classes = self._classes[len(classes) :]
        single = {group.image_id for group in groups if group.photographs == 1}
        names = {image.id: image.relative_path.rsplit("/", 1)[-1] for image in self._project.images(ids=single)}
        items = [*(_group_item(group, names) for group in groups), *(self._class_item(record) for record in classes)]
        return sorted(items, key=lambda item: item.at.timestamp() if item.at is not None else 0.0, reverse=True)

    def _class_item(self, record: StepRecord) -> HistoryItem:
        lines = () if record.classes is None else _class_lines(record.classes.before, record.classes.after)
        return HistoryItem(core_text(record.what), record.who, record.at, lines, where=_tr("Classes"))


def _class_lines(before: ClassTable, after: ClassTable) -> tuple[str, ...]:
    """Which classes came, went or got another name in a step."""
    old, new = ({entry.id: entry.name for entry in table} for table in (before, after))
    lines = [_tr("{0} removed").format(name) for key, name in old.items() if key not in new]
    lines += [_tr("{0} added").format(name) for key, name in new.items() if key not in old]
    lines += [_tr("{0} is now {1}").format(old[key], name) for key, name in new.items() if old.get(key, name) != name]
    return tuple(lines)


def _group_item(group: HistoryGroup, names: dict[int, str]) -> HistoryItem:
    what = core_text(group.what)
    if group.photographs > 1:
        where = _tr("{0} photos").format(f"{group.photographs:,}")
        return HistoryItem(what, group.who, group.at, where=where)
    where = names.get(group.image_id, "")
    return HistoryItem(what, group.who, group.at, where=where, image_id=group.image_id, history_id=group.newest)


def entry_item(entry: HistoryEntry, styles: dict[int, ClassStyle]) -> HistoryItem:
    """A history row as the panel shows it."""
    what = core_text(entry.what)
    if entry.kind == KIND_SPLIT:
        sides = [str(side.get("split") or "–") for side in (entry.before, entry.after)]
        return HistoryItem(what, entry.who, entry.at, (" → ".join(sides),), image_id=entry.image_id)
    before, after = labels_from_json(entry.before), labels_from_json(entry.after)
    lines = tuple(change_lines(label_changes(before, after), styles))
    return HistoryItem(what, entry.who, entry.at, lines, image_id=entry.image_id, before=before, after=after)
