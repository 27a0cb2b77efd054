"""Killed by SIGKILL at any moment, a project opens again and has every edit that was reported as done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.project.labels import labels_from_json
from core.project.project import Project

REPOSITORY = Path(__file__).resolve().parents[3]
ROUNDS = 50

# One process imports the store once and forks a writer for each line it reads: fifty starts of Python take a minute.
# A line is one os.write: print() writes its text and its newline apart where Python is unbuffered, and a kill between
# the two glues the next process's line to it.
NURSERY = """
import os, sys
from pathlib import Path
from core.geometry import Box
from core.project.labels import Edit, new_box, with_boxes
from core.project.project import Project

def say(line):
    os.write(1, f"{line}\\n".encode())

def edit_until_killed(folder, number):
    project = Project.open(folder, who="killed")
    say(f"ready {os.getpid()}")
    while True:
        number += 1
        image_id = number % 5 + 1
        before = project.labels(image_id)
        box = new_box(Box(number, 1, number + 50, 60), number % 3 + 1, note=str(number))
        kept = before.boxes[-4:]  # old ones go, so rows are inserted, moved and deleted in each transaction
        project.apply(Edit(image_id, before, with_boxes(before, (*kept, box)), f"Edit {number}"))
        say(number)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        edit_until_killed(Path(sys.argv[1]), int(line))
    _, status = os.waitpid(child, 0)
    say(f"ended by {os.WTERMSIG(status)}")
"""


@pytest.mark.slow
def test_no_reported_edit_is_lost_to_fifty_kills(filled):
    folder = filled.folder
    filled.close()
    chance = random.Random(50)
    last = reported_in_all = 0
    nursery = subprocess.Popen(
        [sys.executable, "-c", NURSERY, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=REPOSITORY,
        text=True,
    )
    with nursery:
        for round_number in range(ROUNDS):
            print(last, file=nursery.stdin, flush=True)
            ready, pid = nursery.stdout.readline().split()
            assert ready == "ready"
            time.sleep(chance.uniform(0.0, 0.12))
            os.kill(int(pid), signal.SIGKILL)
            lines = []
            while not (line := nursery.stdout.readline()).startswith("ended by"):
                assert line, "the process that forks the writers has ended"
                lines.append(line)
            assert line == f"ended by {signal.SIGKILL:d}\n"
            reported = [int(line) for line in lines]
            reported_in_all += len(reported)

            with Project.open(folder) as project:
                entries = {int(entry.note): entry for labels in project.labels_of().values() for entry in labels.boxes}
                history = project.history(limit=1_000_000)
                done = [int(entry.what.removeprefix("Edit ")) for entry in history][::-1]
                # One more than reported may be there: killed between the commit and the print.
                assert done == list(range(1, len(done) + 1)), f"round {round_number}"
                assert len(done) - (reported[-1] if reported else last) in (0, 1), f"round {round_number}"
                last = len(done)
                # The labels are those that the history says.
                for image_id, labels in project.labels_of().items():
                    newest = next((entry for entry in history if entry.image_id == image_id), None)
                    assert newest is None or labels_from_json(newest.after) == labels
                if last:
                    assert last in entries
                with project._database.reading() as connection:
                    assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert reported_in_all > ROUNDS
