"""After each epoch, what the model says of a few validation photographs: the same ones, so that one can watch."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import torch

from core.errors import ImageError
from core.jobs.protocol import Preview, PreviewPhoto
from trainers.out_of_memory import is_out_of_memory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lightning_fabric import Fabric

    from trainers.selection import Example
    from trainers.task import TrainingNetwork, TrainingTask

MOST_PHOTOS = 6
MOST_ANSWERS = 5
_log = logging.getLogger("trainers")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says of one photograph, the surest first.

    Attributes:
        classes: Positions in the class table.
        scores: As many, 0 to 1.
        boxes: Of a detector, as many, x1, y1, x2, y2 in pixels of its input.
    """

    classes: tuple[int, ...]
    scores: tuple[float, ...]
    boxes: tuple[tuple[float, ...], ...] = ()


def choose_photos(examples: Sequence[Example], count: int = MOST_PHOTOS) -> tuple[Example, ...]:
    """A few photographs of as many classes as there are, the same for the same examples."""
    by_class: dict[int, list[Example]] = {}
    for example in sorted(examples, key=lambda example: example.image.sha256):
        shown = example.class_index
        if shown is None and len(example.box_classes):
            shown = int(example.box_classes[0])
        by_class.setdefault(-1 if shown is None else shown, []).append(example)
    queues = [by_class[index] for index in sorted(by_class)]
    ordered = [queue[turn] for turn in range(max(map(len, queues), default=0)) for queue in queues if turn < len(queue)]
    return tuple(ordered[:count])


class Previewer:
    """Asks the model about its photographs.

    Args:
        examples: The validation photographs to choose from.
        class_ids: Stable ids in the order of the class table.
    """

    def __init__(self, examples: Sequence[Example], class_ids: Sequence[int]) -> None:
        self._photos = choose_photos(examples)
        self._class_ids = tuple(class_ids)

    def preview(
        self, epoch: int, task: TrainingTask[Any], network: TrainingNetwork, fabric: Fabric, *, at_a_time: int
    ) -> Preview | None:
        """What the network, on its device, says of them; None where none can be read, or the memory is too small.

        Args:
            epoch: 1 for the first.
            task: Prepares and asks.
            network: The network; left in the mode it is in.
            fabric: Device and precision.
            at_a_time: Photographs that fit into the memory.
        """
        readable = []
        for example in self._photos:
            try:
                readable.append((example, task.val_sample(example)))
            except ImageError:
                continue  # told already, by the validation
        learning = network.training
        network.eval()
        found: list[PreviewPhoto] = []
        try:
            with torch.no_grad(), fabric.autocast():
                for start in range(0, len(readable), max(1, at_a_time)):
                    part = readable[start : start + max(1, at_a_time)]
                    batch = task.collate([sample for _, sample in part])
                    batch = replace(batch, inputs=fabric.to_device(batch.inputs))
                    answers = task.answers(network, batch)
                    found += [
                        self._told(example, answer, task.image_size)
                        for (example, _), answer in zip(part, answers, strict=True)
                    ]
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            _log.info("no preview: the memory is too small")
            return None
        finally:
            network.train(learning)
        return Preview(epoch, tuple(found)) if found else None

    def _told(self, example: Example, answer: Answer, size: tuple[int, int]) -> PreviewPhoto:
        height, width = size
        across, down = example.image.width / width, example.image.height / height
        boxes = (
            tuple(round(side * factor, 1) for side, factor in zip(box, (across, down) * 2, strict=True))
            for box in answer.boxes[:MOST_ANSWERS]
        )
        return PreviewPhoto(
            image_id=example.image.id,
            classes=tuple(self._class_ids[index] for index in answer.classes[:MOST_ANSWERS]),
            scores=tuple(round(score, 4) for score in answer.scores[:MOST_ANSWERS]),
            boxes=tuple(boxes),
            true_class=None if example.class_index is None else self._class_ids[example.class_index],
        )
