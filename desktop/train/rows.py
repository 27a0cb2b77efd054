"""What the Train workspace shows, as plain values. The view knows nothing else of runs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.translating import marked

STATE_LABELS = {
    "queued": marked("Train", "Waiting"),
    "starting": marked("Train", "Starting"),
    "running": marked("Train", "Training"),
    "stopping": marked("Train", "Stopping"),
    "completed": marked("Train", "Completed"),
    "stopped": marked("Train", "Stopped, best kept"),
    "failed": marked("Train", "Failed"),
    "killed": marked("Train", "Aborted"),
    "lost": marked("Train", "Lost"),
}
LIVE_STATES = frozenset({"starting", "running", "stopping"})


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run in the list.

    Attributes:
        name: Name of its folder, such as `densenet121-2`.
        architecture: Title people see.
        state: A key of `STATE_LABELS`.
        score: Best validation score as text, empty while there is none.
        epochs: Such as `7 of 40 epochs`.
        duration: Such as `12 min`.
        fraction: Part done of a live run, 0 to 1; None draws no bar.
        silent: Whether a live run has given no sign of life for long.
        differences: How its recipe differs from the paper's, in one line.
        place: 1 for the run that is next in the queue; 0 for one that doesn't wait there.
        colour: Of its curves, where they are drawn together with others'.
    """

    name: str
    architecture: str
    state: str
    score: str = ""
    epochs: str = ""
    duration: str = ""
    fraction: float | None = None
    silent: bool = False
    differences: str = ""
    place: int = 0
    colour: str = ""

    @property
    def live(self) -> bool:
        return self.state in LIVE_STATES

    @property
    def state_label(self) -> str:
        if self.place:
            return QCoreApplication.translate("Train", "Waiting, number {0} in the queue").format(self.place)
        text = marked("Train", "No sign of life") if self.silent else STATE_LABELS.get(self.state, self.state)
        return QCoreApplication.translate("Train", text)


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that must not be missed, with what to do next. `severity` is info, warning or error."""

    severity: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class RunPage:
    """The chosen run, apart from its curves.

    Attributes:
        row: As in the list.
        activity: What it is doing now, such as `Epoch 7 of 40, step 12 of 31`.
        timing: Such as `about 9 min left, 41 images/s`.
        notices: Failures and warnings, the worst first.
        details: `(label, value)` pairs, grouped under their headings.
        log: The last lines of the log.
        can_stop: Whether *Stop* can be asked for.
        can_abort: Whether *Abort* can.
        start: Text of the button that starts or resumes it, empty where it can't be.
        can_export: Whether it has a model to be written elsewhere.
        can_delete: Whether it can be deleted.
    """

    row: RunRow
    activity: str = ""
    timing: str = ""
    notices: tuple[Notice, ...] = ()
    details: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    log: tuple[str, ...] = ()
    can_stop: bool = False
    can_abort: bool = False
    start: str = ""
    can_export: bool = False
    can_delete: bool = False
