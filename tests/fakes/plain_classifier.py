"""The real worker with a tiny classifier without batch normalisation, so that shares of a batch add up exactly.

    python tests/fakes/plain_classifier.py RUN_DIR

`FAULT=RANK:KIND` in the environment lets the process of that number fail in its third step: `memory` (it has too little
for a whole share), `nan`, `crash` or `die`. `NORM=1` puts batch normalisation before its layers, and with it running
statistics that no weight has a say in.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import torch
from torch import nn

from trainers import classification, worker
from trainers.placement import placement

RANK, _, KIND = os.environ.get("FAULT", "-1:none").partition(":")


class Plain(nn.Module):
    """A pooling, two linear layers; perhaps batch normalisation first."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(3) if os.environ.get("NORM") else nn.Identity()
        self.pool = nn.AdaptiveAvgPool2d(4)
        self.body = nn.Linear(48, 8)
        self.head = nn.Linear(8, classes)
        self.calls = 0

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        if self.training and placement().rank == int(RANK):
            self.calls += 1
            if KIND == "memory" and len(images) > 1:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 1 GiB.")
            if self.calls == 3 and KIND == "nan":
                images = images * float("nan")
            if self.calls == 3 and KIND == "crash":
                raise ZeroDivisionError("pretended")
            if self.calls == 3 and KIND == "die":
                os.kill(os.getpid(), signal.SIGKILL)
        return self.head(self.body(self.pool(self.norm(images)).flatten(1)).relu())


if __name__ == "__main__":
    classification.build_classifier = lambda name, classes: Plain(classes)
    sys.exit(worker.main())
