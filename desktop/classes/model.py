"""The classes of a project as rows of a table: chip, name, code, what uses them, other names."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from core.project.class_rows import ClassUsage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QIcon

    from core.classes import ClassTable, LesionClass

    Index = QModelIndex | QPersistentModelIndex

UNUSED = ClassUsage()


class Column(IntEnum):
    """Columns of the table."""

    NAME = 0
    CODE = 1
    BOXES = 2
    DIAGNOSES = 3
    PHOTOGRAPHS = 4
    ALIASES = 5


EDITABLE = (Column.NAME, Column.CODE, Column.ALIASES)
NUMBERS = (Column.BOXES, Column.DIAGNOSES, Column.PHOTOGRAPHS)


class ClassModel(QAbstractTableModel):
    """Shows a class table; typing into it asks for a change and changes nothing itself.

    Args:
        icon_of: Makes the chip of a class.

    Signals:
        name_asked: Class id and the name typed.
        code_asked: Class id and the code typed.
        aliases_asked: Class id and the other names typed, separated by commas.
    """

    name_asked = Signal(int, str)
    code_asked = Signal(int, str)
    aliases_asked = Signal(int, str)

    def __init__(self, icon_of: Callable[[LesionClass], QIcon]) -> None:
        super().__init__()
        self._icon_of = icon_of
        self._classes: tuple[LesionClass, ...] = ()
        self._usage: Mapping[int, ClassUsage] = {}
        self._editable = False

    def show(self, classes: ClassTable, usage: Mapping[int, ClassUsage], *, editable: bool) -> None:
        """Show these classes."""
        self.beginResetModel()
        self._classes, self._usage, self._editable = classes.classes, usage, editable
        self.endResetModel()

    def class_at(self, row: int) -> LesionClass | None:
        """The class of a row; None beyond the last."""
        return self._classes[row] if 0 <= row < len(self._classes) else None

    def row_of(self, class_id: int) -> int:
        """Row of a class; -1 where it is gone."""
        return next((row for row, entry in enumerate(self._classes) if entry.id == class_id), -1)

    def usage_of(self, class_id: int) -> ClassUsage:
        """What uses a class."""
        return self._usage.get(class_id, UNUSED)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._classes)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt's
        if orientation is Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in NUMBERS else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.NAME: self.tr("Class"),
            Column.CODE: self.tr("Code"),
            Column.BOXES: self.tr("Boxes"),
            Column.DIAGNOSES: self.tr("Diagnoses"),
            Column.PHOTOGRAPHS: self.tr("Photos"),
            Column.ALIASES: self.tr("Also called"),
        }[Column(section)]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - as Qt's
        entry = self.class_at(index.row())
        if entry is None:
            return None
        column = Column(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(entry, column)
        if role == Qt.ItemDataRole.DecorationRole and column is Column.NAME:
            return self._icon_of(entry)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("{0}, id {1}").format(entry.name, entry.id)
        return None

    def _text(self, entry: LesionClass, column: Column) -> str:
        usage = self.usage_of(entry.id)
        match column:
            case Column.NAME:
                return entry.name
            case Column.CODE:
                return entry.code
            case Column.ALIASES:
                return ", ".join(entry.aliases)
            case Column.BOXES:
                return f"{usage.boxes:,}"
            case Column.DIAGNOSES:
                return f"{usage.diagnoses:,}"
        return f"{usage.photographs:,}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if self._editable and index.column() in EDITABLE:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401 - as Qt's
        entry = self.class_at(index.row())
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or entry is None or text == self._text(entry, Column(index.column())):
            return False
        signal = {
            Column.NAME: self.name_asked,
            Column.CODE: self.code_asked,
            Column.ALIASES: self.aliases_asked,
        }[Column(index.column())]
        signal.emit(entry.id, text)
        # The controller shows the table anew where the change was made; what was typed is never shown unchecked.
        return False
