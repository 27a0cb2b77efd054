"""A run from its folder to its best model: choose photographs, read them, build, load, train."""

from __future__ import annotations

import logging
import random
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import torch
from lightning_fabric import Fabric
from lightning_fabric.plugins.environments.lightning import LightningEnvironment
from lightning_fabric.plugins.environments.slurm import SLURMEnvironment
from lightning_fabric.plugins.environments.torchelastic import TorchElasticEnvironment

from core.errors import ImageChanged, ImageError, ImageMissing, SnapshotError
from core.inference.catalogue import Task
from core.inference.catalogue import architecture as find_architecture
from core.jobs.protocol import Phase, Warned
from trainers.checkpoints import Checkpoints, Progress, load_last, restore_best
from trainers.classification import ClassificationTask
from trainers.detection import DetectionTask
from trainers.device import cpu_threads, loading_threads
from trainers.disk_cache import user_disk_cache
from trainers.loading import Loader
from trainers.loop import Ending, Loop, Wishes
from trainers.photos import Budget, read_all, roomy_cache, stretched_cache
from trainers.placement import StartedBy, placement, prepare_to_start_others
from trainers.previews import Previewer
from trainers.ranks import PATIENCE, Ranks, UnwrappedStrategy
from trainers.selection import Selection, select
from trainers.starting_weights import StartingWeights, load_starting_weights
from trainers.story import log_job, log_selection

if TYPE_CHECKING:
    import threading
    from collections.abc import Sequence

    from core.inference.catalogue import Architecture
    from core.jobs.job import Job
    from core.jobs.protocol import Event
    from core.jobs.run_folder import RunFolder
    from core.project.snapshot import Snapshot
    from trainers.device import Device
    from trainers.photos import PhotoCache
    from trainers.selection import Example
    from trainers.task import TrainingTask

_TELL_EVERY = 0.25
_READING_THREADS = 8
_ENVIRONMENTS = {
    StartedBy.DERMDESK: LightningEnvironment,
    StartedBy.TORCHRUN: TorchElasticEnvironment,
    StartedBy.SLURM: SLURMEnvironment,
}
_WHY = {
    Ending.COMPLETED: "Training is complete",
    Ending.STOPPED: "Training was stopped, as asked",
    Ending.INTERRUPTED: "Training was broken off and saved, since the program that started it has ended",
}
_log = logging.getLogger("trainers")


class Channel(Protocol):
    """Where a run says how it fares, and hears what others want: an `EventChannel`, or less in silent processes.

    Attributes:
        stop_requested: Finish the step, validate, end.
        parent_gone: Save and end.
    """

    @property
    def stop_requested(self) -> threading.Event: ...

    @property
    def parent_gone(self) -> threading.Event: ...

    @property
    def should_end(self) -> bool:
        """Whether the work should end soon, for either reason."""

    def emit(self, event: Event) -> None:
        """Tell an event."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended that didn't fail.

    Attributes:
        completed: Whether it came to the end of its recipe; else it was stopped, or nobody listened any more.
        epochs: Epochs done.
        best_epoch: Epoch of the best model, 1 for the first; 0 where none was validated.
        best_metric: Its validation result.
        metrics: All its validation metrics.
    """

    completed: bool
    epochs: int = 0
    best_epoch: int = 0
    best_metric: float | None = None
    metrics: dict[str, float] = field(default_factory=dict)


def train_run(folder: RunFolder, job: Job, device: Device, channel: Channel) -> Outcome:
    """Train the run of a folder, from its last checkpoint where there is one.

    Raises:
        DermDeskError: What ended it: no photographs, missing weights, memory, a loss that isn't finite.
    """
    fabric = _launch(device)
    ranks = Ranks(fabric.global_rank, fabric.world_size)
    torch.set_num_threads(cpu_threads())
    if ranks.is_first:
        log_job(job)
    channel.emit(Phase("reading", "Reading the snapshot"))
    snapshot = folder.snapshot
    if snapshot.digest != job.snapshot_digest:
        raise SnapshotError(
            "The snapshot beside the run isn't the one it was made for.",
            hint="Start a new run.",
            path=folder.snapshot_path,
        )
    if ranks.is_first:
        restore_best(folder)
    architecture = find_architecture(job.architecture)
    selection = select(snapshot, job.task, job.recipe)
    for note in selection.notes:
        channel.emit(Warned(note))
    size = (job.recipe.image_size, job.recipe.image_size)
    budget, disk = Budget(processes=device.on_machine), user_disk_cache()
    if disk is not None and ranks.is_first:
        dropped = disk.trim()
        _log.info("Training cache: %.0f MB, after %.0f MB were dropped", disk.size / 1e6, dropped / 1e6)
    train_photos, val_photos = roomy_cache(size, budget, disk), stretched_cache(size, budget, disk)
    # The first process looks at all photographs; the others are told what it found, and read theirs when needed.
    found = _read(selection, train_photos, val_photos, channel) if ranks.is_first else None
    usable = ranks.told(found)
    if usable is None:
        last = load_last(folder, job)
        return _outcome(Progress(micro_batch=job.recipe.batch_size) if last is None else last.progress, completed=False)
    if ranks.is_first:
        log_selection(usable, names=tuple(snapshot.classes.names))
    task = _task(job, architecture, snapshot, usable.train, train_photos, val_photos)
    with Loader(loading_threads(job.recipe.workers, device)) as loader:
        return _train(
            folder, job, channel, fabric=fabric, ranks=ranks, task=task, selection=usable, snapshot=snapshot,
            loader=loader,
        )  # fmt: skip


def _train(
    folder: RunFolder,
    job: Job,
    channel: Channel,
    *,
    fabric: Fabric,
    ranks: Ranks,
    task: TrainingTask[Any],
    selection: Selection,
    snapshot: Snapshot,
    loader: Loader,
) -> Outcome:
    channel.emit(Phase("building", f"Building {task.architecture.title}"))
    _seed(job.recipe.seed)
    model = task.build()
    last = load_last(folder, job)
    if last is None:
        start = load_starting_weights(model, job)
    else:
        start = StartingWeights(last.initial_weights)
        channel.emit(Phase("building", f"Going on after {last.progress.epoch} epochs and {last.progress.step} steps"))
    if start.warning:
        channel.emit(Warned(start.warning))
    if ranks.is_first:
        _log.info("Starting weights: %s", start.note or start.name)
    if job.recipe.freeze_backbone_epochs and not start.pretrained:
        channel.emit(Warned("The backbone isn't frozen first, since it starts from scratch and has to learn itself."))
        task.recipe = replace(task.recipe, freeze_backbone_epochs=0)
    ranks.equalise(model.state_dict())
    if ranks.rank:
        # Dropout mustn't hide the same neurons of every share.
        _seed(job.recipe.seed + ranks.rank)
    network = task.network(model, pretrained=start.pretrained)
    if job.task is Task.CLASSIFICATION:
        # oneDNN and cuDNN convolve NHWC faster; DenseNet121 trains 1.7 times as fast on a CPU.
        network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    loop = Loop(
        fabric,
        task,
        network=network,
        selection=selection,
        loader=loader,
        checkpoints=Checkpoints(
            folder, job=job, classes=snapshot.classes, architecture=task.architecture, initial_weights=start.name
        ),
        report=channel.emit,
        wishes=Wishes(stop=channel.stop_requested.is_set, leave=channel.parent_gone.is_set),
        last=last,
        ranks=ranks,
        previewer=Previewer(selection.val, snapshot.classes.ids),
    )
    ending = loop.run()
    progress = loop.progress
    if ranks.is_first:
        _log.info("%s, with %d of %d epochs done", _WHY[ending], progress.epoch, job.recipe.epochs)
    return _outcome(progress, completed=ending is Ending.COMPLETED)


def _outcome(progress: Progress, *, completed: bool) -> Outcome:
    return Outcome(
        completed=completed,
        epochs=progress.epoch,
        best_epoch=progress.best_epoch,
        best_metric=progress.best_metric,
        metrics=progress.best_metrics,
    )


def _read(selection: Selection, train_photos: PhotoCache, val_photos: PhotoCache, channel: Channel) -> Selection | None:
    """The selection without its unusable photographs; None where somebody wanted the run to end meanwhile.

    Raises:
        ImageError: None is left to learn from.
    """
    entries = [(train_photos, example.image) for example in selection.train]
    entries += [(val_photos, example.image) for example in selection.val]
    told = 0.0

    def progress(done: int) -> None:
        nonlocal told
        if time.monotonic() - told >= _TELL_EVERY or done == len(entries):
            told = time.monotonic()
            channel.emit(Phase("reading", f"Reading photographs: {done} of {len(entries)}", done, len(entries)))

    threads = min(_READING_THREADS, cpu_threads())
    report = read_all(entries, threads=threads, progress=progress, should_end=lambda: channel.should_end)
    if not report.complete:
        return None
    for error in report.failures.values():
        _log.info("left out: %s", error)
    for line in _told(list(report.failures.values())):
        channel.emit(Warned(line))

    def readable(examples: Sequence[Example]) -> tuple[Example, ...]:
        return tuple(example for example in examples if example.image.id not in report.failures)

    usable = replace(selection, train=readable(selection.train), val=readable(selection.val))
    if not usable.train:
        raise ImageError(
            f"None of the {len(selection.train)} training photographs can be used.",
            hint="Is the disk with them connected? log.txt names each with its reason.",
        )
    if selection.val and not usable.val:
        raise ImageError(
            f"None of the {len(selection.val)} validation photographs can be used.",
            hint="Is the disk with them connected? log.txt names each with its reason.",
        )
    return usable


def _told(errors: Sequence[ImageError]) -> list[str]:
    """One line a kind of trouble, with its count and first example."""
    reasons = Counter(_reason(error) for error in errors)
    first = {_reason(error): error for error in reversed(errors)}
    return [
        f"{count} {'photograph' if count == 1 else 'photographs'} left out, {reason}, such as {first[reason].message}"
        for reason, count in reasons.items()
    ]


def _reason(error: ImageError) -> str:
    if isinstance(error, ImageChanged):
        return "changed since the snapshot"
    return "missing" if isinstance(error, ImageMissing) else "unreadable"


def _task(
    job: Job,
    architecture: Architecture,
    snapshot: Snapshot,
    train: Sequence[Example],
    train_photos: PhotoCache,
    val_photos: PhotoCache,
) -> TrainingTask[Any]:
    classes = len(snapshot.classes)
    if job.task is Task.DETECTION:
        return DetectionTask(
            architecture, job.recipe, classes=classes, train_photos=train_photos, val_photos=val_photos
        )
    return ClassificationTask(
        architecture, job.recipe, train=train, classes=classes, train_photos=train_photos, val_photos=val_photos
    )


def _launch(device: Device) -> Fabric:
    """Fabric on the device; with several, the processes started, where nobody else does, and connected."""
    if device.world == 1:
        fabric = Fabric(accelerator=device.accelerator, devices=device.devices, precision=device.precision)  # type: ignore[arg-type]
        fabric.launch()
        return fabric
    placed = placement()
    if placed.started_by is StartedBy.DERMDESK and placed.is_first:
        prepare_to_start_others()
    environment = _ENVIRONMENTS[placed.started_by]()
    fabric = Fabric(
        accelerator=device.accelerator,
        devices=device.devices,
        num_nodes=device.machines,
        precision=device.precision,  # type: ignore[arg-type]
        strategy=UnwrappedStrategy(cluster_environment=environment, timeout=PATIENCE),
    )
    fabric.launch()
    return fabric


def _seed(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
