"""A light detector, fitted out of fold on frozen features: boxes for `label_errors.py` where none is at hand."""

from __future__ import annotations

import numpy as np

CELLS = 14
"""Places across and down a photograph."""


def detector(photos, fold, *, seed):
    """Boxes x1 y1 x2 y2 score of each photograph, by small heads on frozen features that never saw its fold.

    As FCOS (arXiv 1904.01355) on one level: each of 14 x 14 places says whether it lies in the middle of a lesion, and
    how far it is to the lesion's four sides.
    """
    import torch

    torch.manual_seed(seed)
    wide = photos.cells.shape[2]
    cells = torch.from_numpy(photos.cells.astype(np.float32)).permute(0, 2, 1).reshape(-1, wide, CELLS, CELLS)
    cells = (cells - cells.mean((0, 2, 3), keepdim=True)) / cells.std((0, 2, 3), keepdim=True)
    inside, sides = (torch.from_numpy(array) for array in _targets(photos))
    known = np.array([len(boxes) > 0 for boxes in photos.boxes])
    found = [None] * len(known)
    for number in np.unique(fold):
        head = _learned(cells, inside, sides, np.flatnonzero((fold != number) & known), seed)
        with torch.inference_mode():
            for row in np.flatnonzero(fold == number):
                found[row] = _peaks(head(cells[row : row + 1])[0], np.tile(photos.sizes[row], 2))
    return found


def _targets(photos):
    """`(N, 14, 14)` middle of a lesion or not, and `(N, 4, 14, 14)` its sides, in shares of the photograph."""
    middle = (np.arange(CELLS) + 0.5) / CELLS
    inside = np.zeros((len(photos.paths), CELLS, CELLS), dtype=np.float32)
    sides = np.zeros((len(photos.paths), 4, CELLS, CELLS), dtype=np.float32)
    for row, boxes in enumerate(photos.boxes):
        for x1, y1, x2, y2 in boxes / np.tile(photos.sizes[row], 2):
            dx, dy = max(0.25 * (x2 - x1), 0.51 / CELLS), max(0.25 * (y2 - y1), 0.51 / CELLS)
            across = abs(middle - (x1 + x2) / 2) <= dx
            down = abs(middle - (y1 + y2) / 2) <= dy
            core = np.outer(down, across)
            inside[row][core] = 1
            sides[row][:, core] = np.array([x1, y1, x2, y2], dtype=np.float32)[:, None]
    return inside, sides


def _learned(cells, inside, sides, rows, seed, epochs=14):
    """A head of three convolutions, fitted on some photographs."""
    import torch
    from torch.nn import Conv2d, Dropout2d, ReLU, Sequential
    from torch.nn.functional import binary_cross_entropy_with_logits as entropy

    torch.manual_seed(seed)
    head = Sequential(
        Dropout2d(0.2), Conv2d(cells.shape[1], 64, 3, padding=1), ReLU(), Conv2d(64, 64, 3, padding=1), ReLU(),
        Conv2d(64, 5, 1),
    )  # fmt: skip
    steps = epochs * (len(rows) // 32 + 1)
    learning = torch.optim.AdamW(head.parameters(), lr=2e-3, weight_decay=1e-3)
    slower = torch.optim.lr_scheduler.OneCycleLR(learning, 4e-3, total_steps=steps)
    draw = np.random.default_rng(seed)
    for _ in range(epochs):
        for some in np.array_split(draw.permutation(rows), len(rows) // 32 + 1):
            x, middle, wanted = cells[some], inside[some], sides[some]
            if draw.random() < 0.5:
                x, middle, wanted = x.flip(3), middle.flip(2), wanted.flip(3)
                wanted = torch.stack([1 - wanted[:, 2], wanted[:, 1], 1 - wanted[:, 0], wanted[:, 3]], 1)
            said = head(x)
            loss = entropy(said[:, 0], middle) + 2 * (1 - _overlap(_corners(said[:, 1:]), wanted)[middle > 0]).mean()
            learning.zero_grad()
            loss.backward()
            learning.step()
            slower.step()
    return head.eval()


def _corners(said):
    """Sides in shares of the photograph, from distances to each place."""
    import torch

    middle = (torch.arange(CELLS) + 0.5) / CELLS
    x, y = middle[None, None, :], middle[None, :, None]
    away = 0.25 * torch.nn.functional.softplus(said)
    return torch.stack([x - away[:, 0], y - away[:, 1], x + away[:, 2], y + away[:, 3]], 1)


def _overlap(a, b):
    import torch

    low, high = torch.maximum(a[:, :2], b[:, :2]), torch.minimum(a[:, 2:], b[:, 2:])
    common = (high - low).clamp(min=0).prod(1)
    both = (a[:, 2:] - a[:, :2]).prod(1) + (b[:, 2:] - b[:, :2]).clamp(min=0).prod(1) - common
    return common / both.clamp(min=1e-6)


def _peaks(said, scale, least=0.2):
    """`(K, 5)` boxes of one photograph with scores, the surest of those that overlap."""
    from torchvision.ops import nms

    scores = said[0].sigmoid().flatten()
    corners = _corners(said[None, 1:])[0].flatten(1).T.clamp(0, 1)
    kept = nms(corners, scores, 0.3)
    kept = kept[scores[kept] >= least][:5].numpy()
    rows = np.c_[corners.numpy()[kept] * scale, scores.numpy()[kept]].astype(np.float64)
    return rows[((rows[:, 2:4] - rows[:, :2]) >= 3).all(1)]
