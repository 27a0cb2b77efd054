"""The arithmetic of the loop: learning rate, parts of a batch, memory, class weights and sampling."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace

import pytest
import torch
from lightning_fabric import Fabric
from torch import nn

from core.errors import OutOfMemory
from core.inference.catalogue import Task, architecture
from core.jobs.protocol import Warned
from core.jobs.recipe import Recipe
from core.project.labels import Split
from trainers import classification
from trainers.classification import ClassificationTask
from trainers.faults import failure_of
from trainers.loading import Loader
from trainers.loop import Ending, Loop, Wishes
from trainers.out_of_memory import is_out_of_memory
from trainers.photos import Budget, roomy_cache, stretched_cache
from trainers.schedule import learning_rate
from trainers.selection import select


class Linear(nn.Module):
    """A classifier without batch normalisation, so that parts of a batch add up exactly."""

    limit = 1000

    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.pool = nn.AdaptiveAvgPool2d(4)
        self.body = nn.Linear(48, 8)
        self.head = nn.Linear(8, 3)
        self.seen = []

    def forward(self, images):
        self.seen.append(len(images))
        if len(images) > self.limit:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 1 GiB.")
        return self.head(self.body(self.pool(images).flatten(1)).relu())


class Memory:
    """Stands for the checkpoints."""

    def __init__(self):
        self.best = []

    def save_last(self, *_, **__):
        pass

    def save_best(self, epoch, scores, *, model):
        self.best.append((epoch, scores))


@pytest.fixture
def make_loop(make_snapshot):
    """Makes a loop of the linear classifier: `make_loop(limit=3, batch_size=8)`."""
    snapshot = make_snapshot(27, val=3)

    def make(*, limit=1000, val=True, **fields):
        recipe = Recipe(**{"image_size": 32, "epochs": 2, "batch_size": 8, "precision": "32-true", **fields})
        selection = select(snapshot, Task.CLASSIFICATION, recipe)
        if not val:
            selection = replace(selection, val=())
        task = ClassificationTask(
            architecture("resnet18"), recipe, train=selection.train, classes=3,
            train_photos=roomy_cache((32, 32), Budget()), val_photos=stretched_cache((32, 32), Budget()),
        )  # fmt: skip
        model = Linear()
        model.limit = limit
        events, never = [], threading.Event().is_set
        loop = Loop(
            Fabric(accelerator="cpu", devices=1), task, network=task.network(model, pretrained=False),
            selection=selection, loader=Loader(0), checkpoints=Memory(), report=events.append,
            wishes=Wishes(stop=never, leave=never),
        )  # fmt: skip
        return loop, model, events

    return make


def weights(model):
    return torch.cat([parameter.detach().flatten() for parameter in model.parameters()])


@pytest.mark.parametrize("class_weights", ["none", "balanced"])
def test_running_out_of_memory_halves_the_parts_and_learns_the_same(make_loop, class_weights):
    whole, whole_model, _ = make_loop(class_weights=class_weights)
    parts, parts_model, events = make_loop(limit=3, class_weights=class_weights)
    assert whole.run() is parts.run() is Ending.COMPLETED
    assert torch.allclose(weights(whole_model), weights(parts_model), atol=1e-6)
    assert parts.progress.micro_batch == 2
    assert [event.message for event in events if isinstance(event, Warned)] == [
        "Memory ran out at 8 photographs at a time: going on with 4, in batches of 8 as before.",
        "Memory ran out at 4 photographs at a time: going on with 2, in batches of 8 as before.",
    ]


def test_memory_for_not_even_one_photograph_is_out_of_memory(make_loop):
    loop, _, _ = make_loop(limit=0)
    with pytest.raises(OutOfMemory) as caught:
        loop.run()
    failure = failure_of(caught.value)
    assert failure.code == "out_of_memory"
    assert "smaller image size" in failure.hint


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory."),
        MemoryError(),
        RuntimeError("[enforce fail at alloc_cpu.cpp] . DefaultCPUAllocator: can't allocate memory: you tried …"),
    ],
)
def test_every_kind_of_missing_memory_is_known(error):
    assert is_out_of_memory(error)
    assert failure_of(error).code == "out_of_memory"
    assert not is_out_of_memory(RuntimeError("shapes differ"))


def test_the_learning_rate_drops_every_ten_epochs_as_in_the_paper():
    rates = [learning_rate(Recipe(), epoch=epoch, step=epoch * 9) for epoch in (0, 9, 10, 19, 20)]
    assert rates == pytest.approx([0.01, 0.01, 0.001, 0.001, 0.0001])


def test_warming_up_rises_to_the_full_rate():
    recipe = Recipe(warmup_steps=4)
    rates = [learning_rate(recipe, epoch=0, step=step) for step in range(6)]
    assert rates == pytest.approx([0.002, 0.004, 0.006, 0.008, 0.01, 0.01])


def test_a_gradient_limit_shortens_steps(make_loop):
    free, free_model, _ = make_loop(epochs=1)
    held, held_model, _ = make_loop(epochs=1, clip_gradient=1e-6)
    start = weights(Linear())
    free.run()
    held.run()
    moved = [float((weights(model) - start).norm()) for model in (free_model, held_model)]
    assert moved[1] < moved[0] / 10


def test_a_frozen_backbone_stays_as_it_is_until_its_epochs_are_over(make_loop):
    start = Linear()
    frozen, frozen_model, _ = make_loop(epochs=2, freeze_backbone_epochs=2)
    frozen.run()
    assert torch.equal(frozen_model.body.weight, start.body.weight)
    assert not torch.equal(frozen_model.head.weight, start.head.weight)
    thawed, thawed_model, _ = make_loop(epochs=2, freeze_backbone_epochs=1)
    thawed.run()
    assert not torch.equal(thawed_model.body.weight, start.body.weight)


def test_without_validation_the_latest_model_is_kept(make_loop):
    loop, _, _ = make_loop(val=False, epochs=3)
    assert loop.run() is Ending.COMPLETED
    assert [epoch for epoch, _ in loop._checkpoints.best] == [1, 2, 3]
    assert loop.progress.best_metric is None


def test_a_photograph_that_vanishes_while_training_is_told_once_and_left_out(make_loop, monkeypatch):
    loop, _, events = make_loop(epochs=3)
    augment, seen = classification.augment_photo, []

    def vanish(photo, **more):
        seen.append(photo)
        return augment(photo, **more)

    from core.errors import ImageMissing

    get = loop._task._train_photos.get

    def missing(image):
        if image.id == 9:
            raise ImageMissing("008.png is missing.")
        return get(image)

    monkeypatch.setattr(classification, "augment_photo", vanish)
    monkeypatch.setattr(loop._task._train_photos, "get", missing)
    assert loop.run() is Ending.COMPLETED
    assert [event.message for event in events if isinstance(event, Warned)] == [
        "Left out from now on where it can't be read: 008.png is missing."
    ]
    assert len(seen) == 3 * 23


def test_balanced_class_weights_and_sampling(make_loop, make_snapshot):
    loop, _, _ = make_loop(class_weights="balanced", sampling="balanced")
    task = loop._task
    train = [e for e in loop._selection.train if e.class_index != 0] + [
        e for e in loop._selection.train if e.class_index == 0
    ][:2]
    assert classification._balanced(torch.tensor([2, 8, 0]).numpy()).tolist() == [2.5, 0.625, 1.0]
    drawn = Counter(e.class_index for epoch in range(60) for e in task.order(train, epoch))
    assert max(drawn.values()) < 1.25 * min(drawn.values())
    assert task.order(train, 3) == task.order(train, 3)


def test_class_weights_weigh_the_loss(make_snapshot):
    """Eight, two and two photographs of the classes: an error on one of the two costs four times as much."""
    snapshot = make_snapshot(12, val=0)
    ids = snapshot.classes.ids
    images = tuple(
        replace(image, image_class=ids[0] if number < 8 else ids[1 + number % 2], split=Split.TRAIN)
        for number, image in enumerate(snapshot.images)
    )
    train = select(replace(snapshot, images=images), Task.CLASSIFICATION, Recipe(holdout=0.02)).train
    counts = torch.tensor([sum(example.class_index == index for example in train) for index in range(3)])
    assert counts[0] > counts[1] > 0
    recipe = Recipe(image_size=32, class_weights="balanced")
    task = ClassificationTask(
        architecture("resnet18"), recipe, train=train, classes=3,
        train_photos=roomy_cache((32, 32), Budget()), val_photos=stretched_cache((32, 32), Budget()),
    )  # fmt: skip
    model = Linear()
    network = task.network(model, pretrained=False)
    images, classes = torch.randint(0, 256, (4, 3, 32, 32), dtype=torch.uint8), torch.tensor([0, 0, 1, 2])
    logits = model(network.normalise(images))
    expected = torch.nn.functional.cross_entropy(logits, classes, weight=counts.sum() / (3 * counts))
    assert torch.allclose(network(images, classes), expected)
    assert not torch.allclose(network(images, classes), torch.nn.functional.cross_entropy(logits, classes))


def test_natural_sampling_shows_each_once_in_another_order_each_epoch(make_loop):
    loop, _, _ = make_loop()
    orders = [[e.image.id for e in loop._task.order(loop._selection.train, epoch)] for epoch in range(2)]
    assert sorted(orders[0]) == sorted(orders[1]) == [e.image.id for e in loop._selection.train]
    assert orders[0] != orders[1]


def test_rare_classes_get_a_margin_while_learning_and_none_when_asked(make_loop):
    loop, model, _ = make_loop(logit_adjustment=1.0)
    images, classes = torch.zeros(2, 3, 32, 32, dtype=torch.uint8), torch.tensor([0, 2])
    network = loop._task.network(model, pretrained=False)
    logits = model(network.normalise(images))
    shares = torch.tensor([sum(e.class_index == index for e in loop._selection.train) for index in range(3)]) / 24
    expected = torch.nn.functional.cross_entropy(logits + shares.log(), classes)
    assert torch.allclose(network(images, classes), expected)
    plain = make_loop()[0]._task.network(model, pretrained=False)
    assert torch.allclose(plain(images, classes), torch.nn.functional.cross_entropy(logits, classes))
    # Drawn as often as the others, no class is rare any more.
    assert make_loop(logit_adjustment=1.0, sampling="balanced")[0]._task._margins.std() == 0
    assert classification._log_shares(torch.tensor([9, 0]).numpy()).tolist() == pytest.approx(
        [-0.10536, -2.30259], abs=1e-4
    )


@pytest.mark.parametrize("best_by", ["weighted_accuracy", "balanced_accuracy"])
def test_the_best_epoch_is_that_of_the_chosen_metric(best_by):
    common = classification.ClassScorer(2, best_by=best_by)
    common._truth, common._loss = [torch.tensor([0, 0, 0, 1]).numpy()], 1.0
    common._probabilities = [torch.tensor([[1.0, 0.0]] * 4).numpy()]
    scores = common.scores()
    assert next(iter(scores.metrics)) == best_by
    assert scores.rank[0] == {"weighted_accuracy": 0.75, "balanced_accuracy": 0.5}[best_by]
