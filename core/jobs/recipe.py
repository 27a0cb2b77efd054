"""The recipe of a training run: typed, checked fields whose defaults are the paper's, one table for window and CLI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields, replace
from difflib import get_close_matches
from typing import Any, Self

from core.errors import RecipeError, UnknownModel
from core.inference.catalogue import architecture as find_architecture
from core.inference.catalogue import architectures
from core.jobs.recipe_field import RecipeField, Value

PRESETS = ("paper", "quick", "long-tail", "demo")
ALL_DEVICES = 0
"""As number of devices: all GPUs of the machine."""

_DETECTION = ("detection",)
_CLASSIFICATION = ("classification",)


def _declare(default: Value, label: str, help: str, **more: Any) -> Any:  # noqa: ANN401 - dataclasses.field is Any too
    return field(default=default, metadata={"label": label, "help": help, "kind": type(default), **more})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a run trains. Bare defaults are the paper's for CNNs (section V-A); `for_architecture` knows the detectors'.

    Raises:
        RecipeError: A value is out of range; the message names the allowed ones.
    """

    epochs: int = _declare(
        40,
        "Epochs",
        "How often training goes through all photographs, at most. The paper trains until nothing improves: "
        "see Patience, which ends most runs earlier.",
        minimum=1,
        maximum=1000,
    )
    batch_size: int = _declare(
        64,
        "Batch size",
        "Photographs a step of learning looks at. Paper: 64 for CNNs, 4 for detectors. If memory runs out, the batch "
        "is worked through in smaller parts by itself, and the result stays that of the whole batch.",
        minimum=1,
        maximum=1024,
        unit="photos",
    )
    image_size: int = _declare(
        224,
        "Image size",
        "Side of the square that each photograph is resized to. Paper: 224 for CNNs, 400 for detectors. "
        "Smaller is faster and sees less.",
        minimum=32,
        maximum=1600,
        unit="px",
    )
    lr: float = _declare(
        0.01,
        "Learning rate",
        "Size of a step of learning at the start. Paper: 0.01 for CNNs, 0.001 for detectors.",
        minimum=1e-7,
        maximum=10.0,
        group="Optimiser",
    )
    momentum: float = _declare(
        0.9,
        "Momentum",
        "Share of the last step kept in the next one. The paper doesn't say; 0.9 is customary.",
        minimum=0.0,
        maximum=0.999,
        group="Optimiser",
    )
    weight_decay: float = _declare(
        0.0001,
        "Weight decay",
        "Pull of all weights towards zero, against learning by heart. The paper doesn't say; 0.0001 is customary.",
        minimum=0.0,
        maximum=0.1,
        group="Optimiser",
    )
    lr_step: int = _declare(
        10,
        "Learning rate drops every",
        "After this many epochs the learning rate is multiplied by the drop factor, again and again. Paper: 10.",
        minimum=1,
        maximum=1000,
        unit="epochs",
        group="Optimiser",
    )
    lr_gamma: float = _declare(
        0.1,
        "Drop factor",
        "What the learning rate is multiplied by at each drop. Paper: 0.1; 1 keeps it constant.",
        minimum=0.001,
        maximum=1.0,
        group="Optimiser",
    )
    warmup_steps: int = _declare(
        0,
        "Warm-up",
        "Steps over which the learning rate rises from near zero. Helps detectors trained from scratch. Paper: none.",
        minimum=0,
        maximum=10000,
        unit="steps",
        group="Optimiser",
    )
    clip_gradient: float = _declare(
        0.0,
        "Gradient limit",
        "Longest gradient a step may take; longer ones are shortened. 0 means no limit, as in the paper. "
        "Try 10 when the loss becomes infinite.",
        minimum=0.0,
        maximum=1000.0,
        group="Optimiser",
    )
    freeze_backbone_epochs: int = _declare(
        0,
        "Frozen backbone first",
        "For this many epochs only the new last layers learn, which is faster and protects the weights training starts "
        "from. Ignored when a run starts from scratch. Paper: 0.",
        minimum=0,
        maximum=1000,
        unit="epochs",
        group="Optimiser",
    )
    patience: int = _declare(
        10,
        "Patience",
        "Training ends after this many epochs without a better validation result. 0 means it never ends early.",
        minimum=0,
        maximum=1000,
        unit="epochs",
    )
    sampling: str = _declare(
        "natural",
        "Sampling",
        "natural: each photograph once an epoch, as in the paper. "
        "balanced: rare classes are shown as often as common ones. "
        "Not for detectors: a photograph that is shown more often brings all its lesions along, common ones as well.",
        choices=("natural", "balanced"),
        group="Data",
        tasks=_CLASSIFICATION,
    )
    class_weights: str = _declare(
        "none",
        "Class weights",
        "none: each photograph counts the same, as in the paper. balanced: an error on a rare class costs more.",
        choices=("none", "balanced"),
        group="Data",
        tasks=_CLASSIFICATION,
    )
    logit_adjustment: float = _declare(
        0.0,
        "Margin for rare classes",
        "Asks the model to be surer of a rare class than of a common one while it learns, in proportion to how rare it "
        "is; 1 suits a fair share of every class, 0 is off, as in the paper. Use this, class weights or balanced "
        "sampling, not two of them.",
        minimum=0.0,
        maximum=2.0,
        group="Data",
        tasks=_CLASSIFICATION,
    )
    best_by: str = _declare(
        "weighted_accuracy",
        "Best model by",
        "weighted_accuracy: the epoch that is right most often is kept, as in the paper. "
        "balanced_accuracy: the one that is right most often in the mean of all classes, rare ones included.",
        choices=("weighted_accuracy", "balanced_accuracy"),
        group="Data",
        tasks=_CLASSIFICATION,
    )
    include_noise: bool = _declare(
        False,
        "Use photographs marked as noise",
        "Train also on photographs that somebody marked as noise (Skin-100-Noise against Skin-100 in the paper).",
        group="Data",
    )
    holdout: float = _declare(
        0.1,
        "Held out for validation",
        "Share of the training photographs, by patient, that validation uses when the project has no validation split.",
        minimum=0.02,
        maximum=0.5,
        group="Data",
    )
    augment: bool = _declare(
        True,
        "Augment",
        "Show each photograph a little differently each time: the four fields below. Off: only resized and normalised.",
        group="Augmentation",
    )
    flip: bool = _declare(
        True,
        "Flips",
        "Mirror photographs left to right and top to bottom, at random. Skin has no preferred side.",
        group="Augmentation",
    )
    crop_scale: float = _declare(
        0.7,
        "Smallest random crop",
        "Smallest share of the photograph's area that a random crop keeps. 1 means no crop. Mild, so that the lesion "
        "stays in the picture; the paper doesn't say.",
        minimum=0.2,
        maximum=1.0,
        group="Augmentation",
        tasks=_CLASSIFICATION,
    )
    rotation: float = _declare(
        20.0,
        "Largest rotation",
        "Photographs are turned by up to this angle either way. The paper rotates, but doesn't say how far.",
        minimum=0.0,
        maximum=180.0,
        unit="°",
        group="Augmentation",
        tasks=_CLASSIFICATION,
    )
    colour_jitter: float = _declare(
        0.0,
        "Colour jitter",
        "Largest change of brightness, contrast and saturation; 0.1 is ten per cent. Colour is a sign of disease, so "
        "keep it mild; the paper uses none.",
        minimum=0.0,
        maximum=0.5,
        group="Augmentation",
    )
    seed: int = _declare(
        0,
        "Seed",
        "Start of all random choices. The same recipe, data and seed give the same weights on a CPU.",
        minimum=0,
        maximum=2**31 - 1,
        group="Machine",
    )
    workers: int = _declare(
        -1,
        "Loading threads",
        "Threads that prepare photographs while the model learns. -1 lets the machine decide.",
        automatic=-1,
        minimum=-1,
        maximum=64,
        group="Machine",
    )
    devices: int = _declare(
        1,
        "GPUs",
        "How many GPUs of the machine share each batch; the result stays that of the whole batch. 0 takes all there "
        "are. Without a GPU: how many processes.",
        automatic=ALL_DEVICES,
        minimum=ALL_DEVICES,
        maximum=64,
        group="Machine",
    )
    precision: str = _declare(
        "auto",
        "Precision",
        "32-true is exact. The mixed ones are faster on a GPU and need less memory. auto: bf16-mixed where a GPU has "
        "it, else 32-true.",
        choices=("auto", "32-true", "bf16-mixed", "16-mixed"),
        group="Machine",
    )

    def __post_init__(self) -> None:
        for entry in recipe_fields():
            object.__setattr__(self, entry.name, entry.check(getattr(self, entry.name)))

    @classmethod
    def for_architecture(cls, name: str, /, *, preset: str = "paper", **overrides: Value) -> Self:
        """The recipe a model starts from: a preset for its kind, with some fields replaced.

        The preset `long-tail` is for class tables with many rare classes. It learns from photographs as often as they
        occur, since drawing rare ones more often learns them by heart and spoils the features of all (Kang et al.
        2020, arXiv 1910.09217), and corrects for the classes' frequencies in the loss instead: each logit is raised by
        the logarithm of its class's share while learning, which minimises the balanced error and does better than
        weights on the loss (Menon et al. 2021, arXiv 2007.07314, equation 10). The best epoch is chosen by balanced
        accuracy. For detectors, whose losses weigh boxes and not photographs, it is the paper's.

        Args:
            name: An architecture of the catalogue, such as `densenet121`.
            preset: `paper`; `quick` (minutes on a CPU: small pictures, frozen backbone first); `long-tail`; or `demo`
                (the synthetic demo project, from scratch, within two minutes on a CPU).
            **overrides: Fields to replace.

        Raises:
            UnknownModel: No such architecture; the message names the one that was perhaps meant.
            RecipeError: No such preset or field, or a value out of range.
        """
        try:
            chosen = find_architecture(name)
        except UnknownModel as error:
            known = [entry.name for entry in architectures()]
            raise UnknownModel(error.message + _perhaps(name, known), hint=error.hint) from error
        if preset not in PRESETS:
            raise RecipeError(
                f"There is no preset {preset!r}.{_perhaps(preset, PRESETS)} It is one of {', '.join(PRESETS)}."
            )
        values: dict[str, Value] = {**_PRESET_VALUES[preset][str(chosen.task)]}
        if preset in ("paper", "long-tail"):
            values["image_size"] = chosen.image_size[0]
        return cls(**{**values, **_known(overrides)})

    def replace(self, **changes: Value) -> Self:
        """This recipe with some fields replaced.

        Raises:
            RecipeError: No such field, or a value out of range.
        """
        return replace(self, **_known(changes))

    def replace_text(self, changes: Mapping[str, str]) -> Self:
        """This recipe with fields replaced by what a person typed, such as `{"lr": "0.001", "flip": "off"}`.

        Raises:
            RecipeError: No such field, or text that is no allowed value; the message names the allowed ones.
        """
        return self.replace(**{name: recipe_field(name).parse(text) for name, text in changes.items()})

    def differences(self, other: Recipe) -> dict[str, tuple[Value, Value]]:
        """Fields in which the two differ, each with this recipe's value and the other's."""
        mine, theirs = self.to_json(), other.to_json()
        return {name: (mine[name], theirs[name]) for name in mine if mine[name] != theirs[name]}

    def to_json(self) -> dict[str, Value]:
        """Plain data: one entry a field."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The recipe that `to_json` wrote; fields it lacks, as an older version's may, get their defaults.

        Raises:
            RecipeError: No such field, or a value out of range.
        """
        if not isinstance(data, Mapping):
            raise RecipeError(f"A recipe is a table of fields, not {type(data).__name__}.")
        return cls(**_known(data))


_PRESET_VALUES: dict[str, dict[str, dict[str, Value]]] = {
    "paper": {
        "classification": {},
        "detection": {"lr": 0.001, "batch_size": 4, "image_size": 400},
    },
    "long-tail": {
        "classification": {"logit_adjustment": 1.0, "best_by": "balanced_accuracy"},
        "detection": {"lr": 0.001, "batch_size": 4, "image_size": 400},
    },
    "quick": {
        "classification": {
            "epochs": 6,
            "batch_size": 16,
            "image_size": 160,
            "lr_step": 4,
            "freeze_backbone_epochs": 2,
            "patience": 3,
        },
        "detection": {
            "epochs": 6,
            "batch_size": 4,
            "image_size": 256,
            "lr": 0.005,
            "lr_step": 4,
            "warmup_steps": 20,
            "clip_gradient": 10.0,
            "freeze_backbone_epochs": 1,
            "patience": 3,
        },
    },
    "demo": {
        # The rate falls in small steps, so that the last epochs are calm and the best of them by 17 validation
        # photographs is a good one: with one large drop, a lucky early epoch was kept in one run of five (61 %).
        "classification": {
            "epochs": 24,
            "batch_size": 8,
            "image_size": 96,
            "lr": 0.004,
            "lr_step": 6,
            "lr_gamma": 0.4,
            "patience": 0,
        },
        "detection": {
            "epochs": 12,
            "batch_size": 4,
            "image_size": 96,
            "lr": 0.01,
            "lr_step": 9,
            "warmup_steps": 20,
            "clip_gradient": 10.0,
            "patience": 0,
        },
    },
}


def recipe_fields(task: str | None = None) -> tuple[RecipeField, ...]:
    """All fields in the order of the form; with a task, those that mean something for it."""
    return tuple(entry for entry in _FIELDS.values() if task is None or str(task) in entry.tasks)


def recipe_field(name: str) -> RecipeField:
    """The field of this name.

    Raises:
        RecipeError: There is none; the message lists those there are.
    """
    try:
        return _FIELDS[name]
    except KeyError:
        raise RecipeError(
            f"A recipe has no field {name!r}.{_perhaps(name, _FIELDS)} Its fields are {', '.join(_FIELDS)}."
        ) from None


def _perhaps(written: str, known: Iterable[str]) -> str:
    """The known name that was perhaps meant, as a question; empty where none is near."""
    near = get_close_matches(written.lower().replace("-", "_"), list(known), n=1)
    return f" Did you mean {near[0]}?" if near else ""


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {recipe_field(name).name: value for name, value in values.items()}


_FIELDS = {entry.name: RecipeField(name=entry.name, **entry.metadata) for entry in fields(Recipe)}
assert all(entry.default is not MISSING for entry in fields(Recipe))
