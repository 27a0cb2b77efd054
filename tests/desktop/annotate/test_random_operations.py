"""A thousand random edits: undoing all gives the first labels byte for byte, redoing all the last."""

from __future__ import annotations

import json
import random

import pytest

from core.geometry import MIN_SIDE, Box
from core.project.class_editing import moved, recoloured, renamed
from core.project.labels import ImageState, labels_to_json
from core.project.records import PredictedBox, Prediction
from desktop.annotate.history_controller import entry_item
from desktop.annotate.interaction import HANDLES, moved_together, resized_together
from desktop.annotate.painting import class_styles

STATES = list(ImageState)


def stored(project) -> bytes:
    """All human labels of a project, and its classes, as bytes."""
    found = project.labels_of()
    labels = {str(key): labels_to_json(found[key]) for key in sorted(found)}
    return json.dumps([labels, project.classes.to_json()], sort_keys=True).encode()


class Somebody:
    """Does at random what a person can do to the labels of the photograph shown, or goes to another."""

    def __init__(self, window, seed):
        self.window = window
        self.controller = window.annotate.controller
        self.project = window.session.project
        self.chance = random.Random(seed)
        self.ids = self.project.image_ids()
        self.moves = (
            *[self.draw] * 4, *[self.move] * 3, *[self.resize] * 3, self.nudge, self.classify, self.classify,
            self.attribute, self.note, self.delete, self.duplicate, self.paste, self.carry_over, self.accept,
            self.diagnose, self.mark, self.flag, self.restore, self.change_classes, self.go, self.go, self.undo_or_redo,
        )  # fmt: skip

    @property
    def photo(self):
        return self.controller.photo

    def act(self):
        self.select()
        self.chance.choice(self.moves)()

    def select(self):
        boxes = self.photo.labels.boxes
        self.controller.boxes.select([box.uid for box in boxes if self.chance.random() < 0.4])

    def point(self):
        return self.chance.uniform(-60, 380), self.chance.uniform(-60, 300)

    def selected(self):
        return [box for box in self.photo.labels.boxes if box.uid in self.photo.selected]

    def draw(self):
        x, y = self.chance.uniform(0, 250), self.chance.uniform(0, 180)
        box = Box(x, y, x + self.chance.uniform(MIN_SIDE, 69), y + self.chance.uniform(MIN_SIDE, 59))
        self.controller.boxes.draw(box)

    def move(self):
        chosen = self.selected()
        places = moved_together([box.box for box in chosen], *self.point(), width=320, height=240)
        shapes = {box.uid: place for box, place in zip(chosen, places, strict=True)}
        self.controller.boxes.reshape(shapes, "Move")

    def resize(self):
        chosen, part = self.selected(), self.chance.choice(HANDLES)
        places = resized_together([box.box for box in chosen], part, *self.point(), width=320, height=240)
        shapes = {box.uid: place for box, place in zip(chosen, places, strict=True)}
        self.controller.boxes.reshape(shapes, "Resize")

    def nudge(self):
        self.controller.boxes.nudge(self.chance.choice((-10, -1, 1, 10)), self.chance.choice((-10, 0, 1)))

    def classify(self):
        self.controller.boxes.give_class(self.chance.choice(self.project.classes.ids))

    def attribute(self):
        name = self.chance.choice(("difficult", "truncated", "occluded", "locked"))
        self.controller.boxes.set_attribute(name, self.chance.random() < 0.5)

    def note(self):
        self.controller.boxes.set_note(self.chance.choice(("", "hair", "皮 é")))

    def delete(self):
        self.controller.boxes.delete()

    def duplicate(self):
        if len(self.photo.labels.boxes) < 12:
            self.controller.boxes.duplicate()

    def paste(self):
        if len(self.photo.labels.boxes) < 12:
            self.controller.copying.copy()
            self.controller.copying.paste()

    def carry_over(self):
        if len(self.photo.labels.boxes) < 12:
            self.controller.copying.carry_over()
            self.controller.copying.take()

    def accept(self):
        self.controller.predictions.accept()

    def diagnose(self):
        self.controller.diagnose(self.chance.choice((None, *self.project.classes.ids)))

    def mark(self):
        self.controller.mark(self.chance.choice(STATES))

    def flag(self):
        self.controller.flag()

    def restore(self):
        """Go back to a version of the photograph, which may have had classes that are gone: that is refused then."""
        entries = self.project.history(self.photo.record.id, limit=50)
        if entries:
            entry = self.chance.choice(entries)
            self.window.annotate.history.restore(entry_item(entry, class_styles(self.project.classes)))

    def change_classes(self):
        session, table = self.window.session, self.project.classes
        chosen = self.chance.choice(table.ids)
        match self.chance.randrange(5):
            case 0:
                session.change_classes(recoloured(table, chosen, f"#{self.chance.randrange(1 << 24):06x}"), "Colour")
            case 1:
                session.change_classes(renamed(table, chosen, f"Named {self.chance.random()}"), "Rename")
            case 2:
                session.change_classes(moved(table, chosen, self.chance.randrange(len(table.ids))), "Reorder")
            case 3 if len(table.ids) < 6:
                session.add_class(f"New {self.chance.random()}")
            case _ if len(table.ids) > 3:
                target = self.chance.choice([class_id for class_id in table.ids if class_id != chosen])
                session.merge_classes(chosen, target, keep_names=self.chance.random() < 0.5, what="Merge")

    def go(self):
        self.window.session.select_image(self.chance.choice(self.ids))

    def undo_or_redo(self):
        for _ in range(self.chance.randint(1, 3)):
            self.window.session.undo()
        if self.chance.random() < 0.6:
            self.window.session.redo()


def all_sound(project):
    for labels in project.labels_of().values():
        for entry in labels.boxes:
            box = entry.box
            assert 0 <= box.x1 < box.x2 <= 320
            assert 0 <= box.y1 < box.y2 <= 240
            assert min(box.width, box.height) >= MIN_SIDE


def play(window, operations, seed):
    project = window.session.project
    somebody = Somebody(window, seed)
    card = {"architecture": "retinanet_r18", "task": "detection", "classes": project.classes.to_json()}
    project.add_model("r-1", card, project.runs_folder / "r-1")
    boxes = tuple(PredictedBox(Box(n, n, 50 + n, 60 + n), 2, 0.9) for n in range(4))
    project.store_predictions(
        [
            Prediction(model="r-1", image_id=image_id, probabilities=None, boxes=boxes, class_ids=(1, 2, 3))
            for image_id in somebody.ids
        ]
    )
    window.session.predictions_changed.emit()
    first = stored(project)
    for turn in range(operations):
        somebody.act()
        if turn % 10 == 0:
            # What the window believes without asking is what is stored, once it is known how the last save ended.
            window.session.settle()
            assert somebody.photo.labels == project.labels(somebody.photo.record.id)
    all_sound(project)
    last = stored(project)
    steps = 0
    while window.session.undo():
        steps += 1
    assert stored(project) == first
    for _ in range(steps):
        assert window.session.redo()
    assert stored(project) == last
    assert last != first
    return steps


def test_undoing_sixty_random_operations_gives_the_first_bytes_and_redoing_the_last(window):
    assert play(window, 60, 1) > 20


def test_undoing_random_operations_of_another_kind_each_time_gives_the_first_bytes(window, fresh_seed):
    assert play(window, 60, fresh_seed) > 10


@pytest.mark.slow
def test_undoing_a_thousand_random_operations_gives_the_first_bytes_and_redoing_the_last(window, fresh_seed):
    assert play(window, 1000, fresh_seed) > 200
