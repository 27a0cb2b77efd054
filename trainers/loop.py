"""The training loop, one for CNNs and detectors: epochs of steps, each validated; stop, resume, memory, divergence."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

import torch

from core.errors import ImageError, NonFiniteLoss, OutOfMemory
from core.jobs.protocol import EpochEnd, Phase, Step, Warned
from trainers.checkpoints import Progress, random_state, restore_random_state
from trainers.optimizer import change_weights, is_finite, make_optimizer, release_memory, reserve_momentum
from trainers.out_of_memory import is_out_of_memory
from trainers.ranks import Ranks
from trainers.schedule import learning_rate
from trainers.task import groups_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lightning_fabric import Fabric

    from core.jobs.protocol import Event
    from trainers.checkpoints import Checkpoints, LastCheckpoint
    from trainers.loading import Loader
    from trainers.previews import Previewer
    from trainers.selection import Example, Selection
    from trainers.task import Scorer, Scores, TrainingNetwork, TrainingTask

_TELL_EVERY = 0.25
"""Seconds between two step events."""
_OVERFLOW_HINT = "Choose a smaller image size, or a lighter model."
_DIVERGED_HINT = (
    "Start a new run with a tenth of the learning rate, or with a gradient limit of 10. "
    "This run keeps its best model and its last good checkpoint."
)


class Ending(Enum):
    """Why the loop came to its end."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What others want of the loop, asked between steps.

    Attributes:
        stop: Finish the step, validate, keep the best, end.
        leave: Save and end at once: nobody listens any more.
    """

    stop: Callable[[], bool]
    leave: Callable[[], bool]


class _LeavingError(Exception):
    """Validation was broken off because nobody listens any more."""


@dataclass(frozen=True, slots=True)
class _StepDone:
    """What all processes know after a step.

    Attributes:
        loss: Mean over the batch; not a number where no photograph of it could be read.
        photos: Photographs of the batch that could be read.
        stop: Whether some process was asked to stop.
        leave: Whether some process was asked to leave.
    """

    loss: float
    photos: int
    stop: bool
    leave: bool


class Loop:
    """Trains a network to the end of its recipe.

    Args:
        fabric: Device and precision.
        task: Classification or detection.
        network: The network to train, on no device yet.
        selection: Photographs to learn from and to validate on.
        loader: Prepares them.
        checkpoints: Where to save.
        report: Told every event.
        wishes: Asked between steps.
        last: Where an earlier start of this run ended.
        ranks: The processes that share the work; this one alone where not given.
        previewer: Shows after each epoch what the model says of a few photographs.
    """

    def __init__(
        self,
        fabric: Fabric,
        task: TrainingTask[Any],
        *,
        network: TrainingNetwork,
        selection: Selection,
        loader: Loader,
        checkpoints: Checkpoints,
        report: Callable[[Event], None],
        wishes: Wishes,
        last: LastCheckpoint | None = None,
        ranks: Ranks | None = None,
        previewer: Previewer | None = None,
    ) -> None:
        self._previewer = previewer
        self._ranks = ranks or Ranks()
        self._untold: list[Event] = []
        self._fabric, self._task, self._recipe = fabric, task, task.recipe
        self._network = network
        self._selection = selection
        self._loader = loader
        self._checkpoints = checkpoints
        self._report = report if self._ranks.is_first else self._keep_warning
        self._wishes = wishes
        self._unreadable: set[int] = set()
        self.progress = Progress(micro_batch=self._recipe.batch_size) if last is None else last.progress
        if last is not None:
            network.model.load_state_dict(last.model)
        self._module, self._optimizer = self._set_up(network)
        if last is not None:
            self._optimizer.load_state_dict(last.optimizer)
            self._restore_random(last)
        self._learning = [parameter for group in self._optimizer.param_groups for parameter in group["params"]]

    def run(self) -> Ending:
        """Train until the recipe is done, patience is out, or somebody wishes otherwise.

        Raises:
            NonFiniteLoss: The loss became infinite or not a number.
            OutOfMemory: Not even one photograph at a time fits into the memory.
            ImageError: No training photograph can be read any more.
        """
        progress, recipe = self.progress, self._recipe
        while progress.epoch < recipe.epochs:
            if recipe.patience and progress.waited >= recipe.patience:
                self._report(Phase("training", f"Nothing improved for {progress.waited} epochs: training is done."))
                break
            ending = self._epoch()
            if ending is not None:
                return ending
        return Ending.COMPLETED

    def _epoch(self) -> Ending | None:
        """One epoch, or what is left of it: train, validate, keep, tell. None means go on."""
        progress = self.progress
        started = time.monotonic() - progress.seconds
        self._network.freeze_backbone(progress.epoch < self._recipe.freeze_backbone_epochs)
        finished = self._train(started)
        before_validation = random_state()
        self._ranks.average_statistics(self._network.model)
        if not is_finite(self._network.model.state_dict()):
            # Before anything is saved: the last step's loss was a number, what it made of the weights isn't.
            raise NonFiniteLoss(f"The weights aren't finite after epoch {progress.epoch + 1}.", hint=_DIVERGED_HINT)
        if not finished:
            self._save_last(before_validation)
        if self._asked()[1]:
            if finished:
                self._save_last(before_validation)
            return Ending.INTERRUPTED
        try:
            scores = self._validate()
        except _LeavingError:
            self._save_last(before_validation)
            return Ending.INTERRUPTED
        if scores is not None and scores.loss is None:
            raise NonFiniteLoss(
                f"The validation loss isn't finite after epoch {progress.epoch + 1}.", hint=_DIVERGED_HINT
            )
        best = self._keep(scores, whole=finished)
        told = self._epoch_end(scores, best=best, seconds=time.monotonic() - started)
        if finished:
            progress.epoch, progress.step = progress.epoch + 1, 0
            progress.loss, progress.photos, progress.seconds = 0.0, 0, 0.0
            self._save_last(random_state())
        self._tell_warnings()
        self._report(told)
        self._preview(told.epoch)
        done = progress.epoch >= self._recipe.epochs
        return Ending.STOPPED if self._asked()[0] and not done else None

    def _train(self, started: float) -> bool:
        """The steps of an epoch that are still to do; whether all are done."""
        progress, recipe = self.progress, self._recipe
        order = self._task.order(self._selection.train, progress.epoch)
        groups = list(groups_of(order, recipe.batch_size))
        self._report(Phase("training", f"Epoch {progress.epoch + 1} of {recipe.epochs}"))
        self._module.train()
        told, photos_told = time.monotonic(), 0
        shares = [self._ranks.share(group) for group in groups[progress.step :]]
        for samples in self._loader.batches(shares, self._sample):
            lr = self._set_learning_rate(len(groups))
            done = self._step([sample for sample in samples if sample is not None])
            progress.step += 1
            progress.seconds = time.monotonic() - started
            if done.photos:
                progress.loss += done.loss * done.photos
                progress.photos += done.photos
            photos_told += done.photos
            now = time.monotonic()
            if now - told >= _TELL_EVERY or progress.step == len(groups):
                rate = photos_told / max(now - told, 1e-9)
                told, photos_told = now, 0
                self._report(
                    Step(
                        progress.epoch + 1, recipe.epochs, progress.step, len(groups), done.loss, lr, rate,
                        _gpu_bytes(self._fabric.device),
                    )
                )  # fmt: skip
            if (done.stop or done.leave) and progress.step < len(groups):
                return False
        if not progress.photos:
            raise ImageError("No training photograph can be read any more.", hint="Is the disk with them connected?")
        return True

    def _step(self, samples: Sequence[Any]) -> _StepDone:
        """Learn from a batch: this process's share of it, in parts as small as the memory asks for, then all together.

        Raises:
            NonFiniteLoss: The loss of some process isn't finite; no weight has changed.
        """
        loss, weight = 0.0, 0.0
        while samples:
            accumulated = self._accumulate(samples)
            if accumulated is not None:
                loss, weight = accumulated
                break
            # Out of the except clause, whose traceback would hold on to the tensors.
            self._halve(min(self.progress.micro_batch, len(samples)))
        stop, leave = self._wishes.stop(), self._wishes.leave()
        if self._ranks.world == 1:
            done, owners = _StepDone(loss if samples else math.nan, len(samples), stop, leave), None
        else:
            done, owners, whole = self._meet(loss, weight, len(samples), stop, leave)
        if not done.photos:
            return done
        if not math.isfinite(done.loss):
            self._optimizer.zero_grad(set_to_none=True)
            raise NonFiniteLoss(f"The loss became {done.loss} in epoch {self.progress.epoch + 1}.", hint=_DIVERGED_HINT)
        if owners is not None:
            self._ranks.add_gradients(owners, factor=weight / whole)
        if self._recipe.clip_gradient > 0:
            self._fabric.clip_gradients(
                self._module, self._optimizer, max_norm=self._recipe.clip_gradient, error_if_nonfinite=False
            )
        change_weights(self._optimizer)
        self._optimizer.zero_grad(set_to_none=True)
        return done

    def _meet(
        self, loss: float, weight: float, photos: int, stop: bool, leave: bool
    ) -> tuple[_StepDone, list[Any], float]:
        """What all processes did in this step, the parameters that have a gradient in any, and the batch's weight."""
        has_gradient = [float(parameter.grad is not None) for parameter in self._learning]
        numbers = [loss * weight if weight else 0.0, weight, photos, float(stop), float(leave), *has_gradient]
        summed, whole, count, stops, leaves, *owned = self._ranks.total(numbers)
        mean = summed / whole if whole else math.nan
        owners = [parameter for parameter, owner in zip(self._learning, owned, strict=True) if owner]
        return _StepDone(mean, round(count), stops > 0, leaves > 0), owners, whole

    def _accumulate(self, samples: Sequence[Any]) -> tuple[float, float] | None:
        """Gradients from parts weighted by their share; mean loss and weight, or None where memory ran out.

        A loss that isn't finite ends it at once; it is for the caller to see.
        """
        size = self.progress.micro_batch
        parts = [self._task.collate(samples[start : start + size]) for start in range(0, len(samples), size)]
        whole = sum(part.weight for part in parts)
        total = 0.0
        try:
            for part in parts:
                share = part.weight / whole
                loss = self._module(*self._fabric.to_device(part.inputs))
                value = float(loss.detach())
                if not math.isfinite(value):
                    return value, whole
                self._fabric.backward(loss * share)
                total += value * share
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            return None
        return total, whole

    def _halve(self, tried: int) -> None:
        """Make room and go on with parts half as large.

        Raises:
            OutOfMemory: They are of one photograph already.
        """
        self._optimizer.zero_grad(set_to_none=True)
        release_memory()
        if tried <= 1:
            raise OutOfMemory("Not even one photograph at a time fits into the memory.", hint=_OVERFLOW_HINT)
        self.progress.micro_batch = tried // 2
        self._report(
            Warned(
                f"Memory ran out at {tried} photographs at a time: going on with {tried // 2}, in batches of "
                f"{self._recipe.batch_size} as before."
            )
        )

    def _validate(self) -> Scores | None:
        """Scores on the validation photographs; None where there are none.

        Raises:
            ImageError: None of them can be read any more.
        """
        if not self._selection.val:
            return None
        self._report(Phase("validating", f"Validating epoch {self.progress.epoch + 1}"))
        self._module.eval()
        try:
            while (scored := self._score()) is None:
                self._halve(self.progress.micro_batch)
        finally:
            self._module.train()
        gathered = self._ranks.gather(scored)
        if any(left for _, _, left in gathered):
            raise _LeavingError
        if not any(counted for _, counted, _ in gathered):
            raise ImageError("No validation photograph can be read any more.", hint="Is the disk with them connected?")
        whole = self._task.scorer()
        for scorer, _, _ in gathered:
            whole.absorb(scorer)
        return whole.scores()

    def _score(self) -> tuple[Scorer, int, bool] | None:
        """This process's share: the scorer, photographs read, whether it broke off; None where memory ran out."""
        size = self.progress.micro_batch
        examples = self._selection.val[self._ranks.rank :: self._ranks.world]
        groups = [examples[start : start + size] for start in range(0, len(examples), size)]
        scorer = self._task.scorer()
        counted = 0
        try:
            with torch.no_grad(), self._fabric.autocast():
                for samples in self._loader.batches(groups, self._val_sample):
                    if self._wishes.leave():
                        return scorer, counted, True
                    readable = [sample for sample in samples if sample is not None]
                    if readable:
                        counted += len(readable)
                        batch = self._task.collate(readable)
                        batch = replace(batch, inputs=self._fabric.to_device(batch.inputs))
                        scorer.add(self._network, batch)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            return None
        return scorer, counted, False

    def _keep(self, scores: Scores | None, *, whole: bool) -> bool:
        """Keep the model if it is the best so far; without validation, the latest is.

        Args:
            scores: What validation says of it.
            whole: Whether its epoch is done. Else the best one of whole epochs is set aside, since going on doesn't
                begin with this one: resumed, the run has to come to what it would have come to without a stop.
        """
        progress = self.progress
        if scores is not None and progress.best_epoch and scores.rank <= progress.best_rank:
            progress.waited += 1
            return False
        if not whole and progress.best_epoch and self._ranks.is_first:
            self._checkpoints.set_best_aside()
        progress.best_epoch, progress.waited = progress.epoch + 1, 0
        if scores is not None:
            progress.best_rank, progress.best_metrics = scores.rank, scores.metrics
        if self._ranks.is_first:
            self._checkpoints.save_best(progress.best_epoch, scores, model=self._network.model.state_dict())
        return True

    def _preview(self, epoch: int) -> None:
        if self._previewer is None or not self._ranks.is_first:
            return
        preview = self._previewer.preview(
            epoch, self._task, self._network, self._fabric, at_a_time=self.progress.micro_batch
        )
        if preview is not None:
            self._report(preview)

    def _epoch_end(self, scores: Scores | None, *, best: bool, seconds: float) -> EpochEnd:
        progress = self.progress
        return EpochEnd(
            epoch=progress.epoch + 1,
            epochs=self._recipe.epochs,
            train_loss=progress.loss / progress.photos if progress.photos else math.nan,
            val_loss=None if scores is None else scores.loss,
            metrics={} if scores is None else scores.metrics,
            lr=self._optimizer.param_groups[0]["lr"],
            seconds=seconds,
            best=best,
        )

    def _save_last(self, random: dict[str, Any]) -> None:
        states = self._ranks.gather(random)
        if self._ranks.is_first:
            self._checkpoints.save_last(
                self.progress,
                model=self._network.model.state_dict(),
                optimizer=self._optimizer.state_dict(),
                random_states=states,
            )

    def _restore_random(self, last: LastCheckpoint) -> None:
        if len(last.random_states) == self._ranks.world:
            restore_random_state(last.random_states[self._ranks.rank])
        else:
            self._report(
                Warned(
                    f"The run had {len(last.random_states)} processes before and has {self._ranks.world} now: it "
                    "learns as well, but random choices differ from those of an uninterrupted run."
                )
            )

    def _asked(self) -> tuple[bool, bool]:
        """Whether some process was asked to stop, and to leave."""
        stop, leave = self._ranks.total([float(self._wishes.stop()), float(self._wishes.leave())])
        return stop > 0, leave > 0

    def _keep_warning(self, event: Event) -> None:
        """Where another process speaks: only what a person should know is passed on to it, at the end of an epoch."""
        if isinstance(event, Warned):
            self._untold.append(event)

    def _tell_warnings(self) -> None:
        for event in dict.fromkeys(event for events in self._ranks.gather(self._untold) for event in events):
            self._report(event)
        self._untold.clear()

    def _set_up(self, network: TrainingNetwork) -> tuple[Any, Any]:
        module, optimizer = self._fabric.setup(network, make_optimizer(network, self._recipe))
        reserve_momentum(optimizer)
        return module, optimizer

    def _set_learning_rate(self, steps: int) -> float:
        lr = learning_rate(
            self._recipe, epoch=self.progress.epoch, step=self.progress.epoch * steps + self.progress.step
        )
        for group in self._optimizer.param_groups:
            group["lr"] = lr
        return lr

    def _sample(self, example: Example) -> Any | None:  # noqa: ANN401 - the task's own
        return self._or_none(example, lambda: self._task.train_sample(example, self.progress.epoch))

    def _val_sample(self, example: Example) -> Any | None:  # noqa: ANN401
        return self._or_none(example, lambda: self._task.val_sample(example))

    def _or_none(self, example: Example, make: Callable[[], Any]) -> Any | None:  # noqa: ANN401
        """A photograph that vanished since it was first read is left out, and told once."""
        try:
            return make()
        except ImageError as error:
            if example.image.id not in self._unreadable:
                self._unreadable.add(example.image.id)
                self._report(Warned(f"Left out from now on where it can't be read: {error}"))
            return None


def _gpu_bytes(device: torch.device) -> float | None:
    """Memory that this process holds of a GPU; None on another device."""
    return float(torch.cuda.memory_reserved(device)) if device.type == "cuda" else None
