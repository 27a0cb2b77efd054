"""Puts a training together with the person: fills the dialog, checks each field, counts what would be learnt from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from core.errors import DermDeskError, RecipeError, SnapshotError
from core.inference.catalogue import Architecture, Task, architecture, architectures
from core.inference.weights_folder import Part, list_weights
from core.jobs.job import AUTO, FROM_SCRATCH
from core.jobs.memory_estimate import DeviceMemory, Level, MemoryEstimate, device_memory, estimate_memory
from core.jobs.recipe import PRESETS, Recipe, recipe_field, recipe_fields
from desktop.jobs.background import Errand
from desktop.train.dialog import Choice, MaterialTable
from desktop.train.material import describe
from desktop.train.rows import Notice
from desktop.train.wording import DEVICES
from desktop.translating import core_text, marked, told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.inference.weights_folder import WeightsFile
    from core.project.snapshot import Snapshot
    from desktop.train.dialog import TrainDialog
    from desktop.train.remembered import LastTraining

PRESET_NOTES = {
    "paper": (
        marked("Train", "Paper: as published, for a GPU"),
        marked("Train", "The recipe of He et al.; hours without a GPU."),
    ),
    "quick": (
        marked("Train", "Quick: minutes on a CPU"),
        marked("Train", "Small pictures, few epochs, new layers first."),
    ),
    "long-tail": (
        marked("Train", "Long tail: many rare classes"),
        marked("Train", "Rare classes count as much as common ones, also in choosing the best epoch."),
    ),
    "demo": (
        marked("Train", "Demo: for the synthetic demo project"),
        marked("Train", "From scratch on small drawn photos, within two minutes."),
    ),
}
LAST = "last"
"""Among the presets: as this architecture was last trained in the project."""
CPU_COST = {
    Task.CLASSIFICATION: marked(
        "Train",
        "Made for a GPU: on a CPU, count on hours with the paper's recipe. "
        "Quick, or one of the light models, takes minutes.",
    ),
    Task.DETECTION: marked(
        "Train",
        "Made for a GPU: on a CPU one epoch over a few hundred photos takes hours. "
        "A light detector is the choice without a GPU.",
    ),
}
LIGHT_COST = marked("Train", "Light: trains in minutes on a CPU, and is less accurate than the paper's models.")


@dataclass(frozen=True, slots=True)
class Plan:
    """A training as the person wants it."""

    architecture: str
    recipe: Recipe
    initial_weights: str
    device: str
    snapshot: Snapshot
    folds: int = 0


class TrainDialogController(QObject):
    """Connects the dialog with catalogue, recipe, weights folder and snapshot.

    Args:
        view: The dialog.
        freeze: Makes the snapshot; called in another thread.
        make_split: Splits the project and stores it; called in this thread.
        weights: The imported weights files.
        last: How an architecture was trained the last time; None where it wasn't.
        preferred: The architecture that is chosen at first.
        preset: The preset that is.
    """

    planned = Signal(object)
    """A `Plan`; the dialog is closed."""

    def __init__(
        self,
        view: TrainDialog,
        *,
        freeze: Callable[[], Snapshot],
        make_split: Callable[[], object],
        weights: Callable[[], Sequence[WeightsFile]] = list_weights,
        last: Callable[[str], LastTraining | None] = lambda _name: None,
        preferred: str = "densenet121",
        preset: str = PRESETS[0],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._freeze, self._make_split = view, freeze, make_split
        self._weights = tuple(weights())
        self._architecture = architecture(preferred)
        self._last = last
        self._remembered: LastTraining | None = None
        self._preset = self._usual = preset
        self._initial = AUTO
        self._device = AUTO
        self._folds = 0
        self._snapshot: Snapshot | None = None
        self._no_snapshot: Notice | None = None
        self._errand: Errand[Snapshot] | None = None
        self._memory: DeviceMemory | None = None
        self._asking: Errand[DeviceMemory] | None = None
        view.architecture_chosen.connect(self.choose_architecture)
        view.preset_chosen.connect(self.choose_preset)
        view.weights_chosen.connect(self.choose_weights)
        view.device_chosen.connect(self.choose_device)
        view.folds_chosen.connect(self.choose_folds)
        view.recipe_edited.connect(self.refresh)
        view.split_requested.connect(self.split)
        view.start_requested.connect(self.start)
        view.set_models(_model_groups())
        self._show_architecture()
        self._take_snapshot()
        self._ask_memory()

    def choose_architecture(self, name: str) -> None:
        """Another model: its own recipe and weights."""
        if name != self._architecture.name:
            device = self._device
            self._architecture = architecture(name)
            self._initial = AUTO
            self._show_architecture()
            if self._device != device:
                self._ask_memory()

    def choose_preset(self, name: str) -> None:
        """Another preset, or what was trained last: all fields take its values."""
        self._preset = name
        if name != LAST:
            self._usual = name
        self._show_recipe()
        self.refresh()

    def choose_weights(self, key: str) -> None:
        """Other starting weights: `auto`, `none` or a path."""
        self._initial = key
        self._show_weights_notice()

    def choose_device(self, key: str) -> None:
        """Another device."""
        self._device = key
        self._ask_memory()

    def choose_folds(self, folds: int) -> None:
        """One run, for 0; else one a fold."""
        self._folds = folds

    def split(self) -> None:
        """Split the project, then count anew."""
        try:
            self._make_split()
        except DermDeskError as error:
            self._no_snapshot = Notice("error", core_text(error.message), core_text(error.hint))
            self.refresh()
        else:
            self._take_snapshot()

    def start(self) -> None:
        """Hand the plan over, if it is sound."""
        recipe = self._recipe()
        if recipe is None or self._snapshot is None:
            return
        self._view.accept()
        self.planned.emit(
            Plan(self._architecture.name, recipe, self._initial, self._device, self._snapshot, self._folds)
        )

    def refresh(self) -> None:
        """Check the fields and show the counts that go with them."""
        recipe = self._recipe()
        self._show_memory(recipe)
        if self._snapshot is None:
            waiting = Notice("info", _tr("Counting the project's photos…"))
            problems = [self._no_snapshot or waiting]
            self._view.set_material(MaterialTable(), problems, offer_split=False)
            self._view.set_can_start(False)
            return
        shown = recipe or self._start_of_recipe()
        material = describe(
            self._snapshot, self._architecture.task, include_noise=shown.include_noise, holdout=shown.holdout
        )
        self._view.set_material(material.table, material.problems, offer_split=material.needs_split)
        self._view.set_can_start(recipe is not None and material.can_train)

    def _take_snapshot(self) -> None:
        self._snapshot = self._no_snapshot = None
        self._errand = Errand(self._freeze, self)
        self._errand.done.connect(self._counted)
        self._errand.failed.connect(self._not_counted)
        self._errand.start()
        self.refresh()

    def _counted(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.refresh()

    def _not_counted(self, error: Exception) -> None:
        if isinstance(error, SnapshotError):
            self._no_snapshot = Notice("error", core_text(error.message), core_text(error.hint))
        else:
            self._no_snapshot = Notice("error", _tr("The project's photos can't be counted: {0}").format(told(error)))
        self.refresh()

    def _ask_memory(self) -> None:
        device = self._device
        self._memory = None
        # A driver may take seconds to answer.
        self._asking = Errand(lambda: device_memory(device), self)
        self._asking.done.connect(self._remember_memory)
        self._asking.start()

    def _remember_memory(self, memory: DeviceMemory) -> None:
        self._memory = memory
        self._show_memory(self._recipe())

    def _show_memory(self, recipe: Recipe | None) -> None:
        estimate = None
        if recipe is not None and self._memory is not None:
            estimate = estimate_memory(self._architecture.name, recipe, self._memory)
        if estimate is None:
            self._view.set_memory(None, "")
        else:
            self._view.set_memory(estimate.level, memory_text(estimate))

    def _show_architecture(self) -> None:
        chosen = self._architecture
        self._view.set_model(chosen.name, _tr(LIGHT_COST if chosen.light else CPU_COST[chosen.task]))
        files = [file for file in self._weights if file.architecture == chosen.name]
        files.sort(key=lambda file: file.part is not Part.MODEL)
        choices = [Choice(AUTO, _tr("Imported: {0}").format(_weights_title(files[0])))] if files else []
        choices += [Choice(str(file.path), _tr("Imported: {0}").format(_weights_title(file))) for file in files[1:]]
        choices.append(Choice(FROM_SCRATCH, _tr("Scratch: random weights")))
        self._initial = AUTO if files else FROM_SCRATCH
        self._view.set_weights(choices, self._initial)
        self._show_weights_notice()
        self._show_presets()
        self._show_recipe()
        self.refresh()

    def _show_weights_notice(self) -> None:
        notices = []
        if self._initial == FROM_SCRATCH:
            text = _tr(
                "Starts from scratch: the model knows nothing of pictures yet and needs many more photos and epochs."
            )
            hint = _tr("Bring weights in with Models > Weights…")
            notices.append(Notice("warning", text, "" if self._has_weights else hint))
        self._view.set_weights_notice(notices)

    @property
    def _has_weights(self) -> bool:
        return any(file.architecture == self._architecture.name for file in self._weights)

    def _show_presets(self) -> None:
        """Offer the presets, and first what was trained last, if it was; with its device."""
        last = self._remembered = self._last(self._architecture.name)
        choices = [Choice(name, *map(_tr, PRESET_NOTES.get(name, (name, "")))) for name in PRESETS]
        if last is not None:
            note = _tr("The recipe with which this model was last started in this project.")
            choices.insert(0, Choice(LAST, _tr("As last time"), note))
            if last.device in DEVICES:
                self._device = last.device
        self._preset = self._usual if last is None else LAST
        self._view.set_presets(choices, self._preset)
        self._view.set_devices([Choice(key, _tr(title)) for key, title in DEVICES.items()], self._device)

    def _start_of_recipe(self) -> Recipe:
        """What the fields are filled with."""
        if self._preset == LAST and self._remembered is not None:
            return self._remembered.recipe
        return Recipe.for_architecture(self._architecture.name, preset=self._usual)

    def _show_recipe(self) -> None:
        recipe = self._start_of_recipe()
        self._view.set_paper(is_paper=self._preset == PRESETS[0])
        self._view.form.set_fields(recipe_fields(self._architecture.task.value), recipe.to_json())

    def _recipe(self) -> Recipe | None:
        """The recipe as written, None while a field holds what it can't."""
        recipe = self._start_of_recipe()
        sound = True
        for name, text in self._view.form.texts().items():
            try:
                recipe_field(name).parse(text)
                recipe = recipe.replace_text({name: text})
            except RecipeError:
                sound = False
                self._view.form.set_error(name, _tr("Here goes {0}.").format(core_text(recipe_field(name).allowed)))
            else:
                self._view.form.set_error(name, "")
        return recipe if sound else None


def memory_text(estimate: MemoryEstimate) -> str:
    """What a training needs and what there is, and what to do where it doesn't fit."""
    needed, free = (f"{size / 2**30:.1f}" for size in (estimate.needed, estimate.free))
    start = _tr("Needs about {0} GB of memory, {1} GB are free").format(needed, free)
    if estimate.level is Level.GREEN:
        return _tr("Needs about {0} GB of memory, {1} GB are free: it fits.").format(needed, free)
    if estimate.fits == estimate.share:
        return _tr("{0}: it is tight. Close other programs.").format(start)
    if estimate.level is Level.YELLOW:
        return _tr("{0}: {1} photos at a time will be worked through, which is slower.").format(start, estimate.fits)
    if estimate.fits:
        return _tr("{0}: choose a batch size of at most {1}, or a smaller image size.").format(start, estimate.fits)
    return _tr("{0}: choose a smaller image size, or a lighter model.").format(start)


def _model_groups() -> list[tuple[str, list[Choice]]]:
    def choices(task: Task, *, light: bool) -> list[Choice]:
        return [_choice(entry) for entry in architectures(task) if entry.light is light]

    return [
        (_tr("Classifiers of the paper"), choices(Task.CLASSIFICATION, light=False)),
        (_tr("Detectors of the paper"), choices(Task.DETECTION, light=False)),
        (_tr("Light, for a CPU"), [*choices(Task.CLASSIFICATION, light=True), *choices(Task.DETECTION, light=True)]),
    ]


def _choice(entry: Architecture) -> Choice:
    detects = entry.task is Task.DETECTION
    kind = _tr("Draws boxes with a class each") if detects else _tr("Names the class of a photo")
    return Choice(entry.name, entry.title.replace(" (light)", "").replace(", light)", ")"), kind)


def _weights_title(file: WeightsFile) -> str:
    return file.name if file.part is Part.MODEL else _tr("{0} (backbone)").format(file.name)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Train", text)
