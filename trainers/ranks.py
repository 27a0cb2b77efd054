"""What the processes of one run tell each other: shares of a batch, sums of gradients, and what they agree on.

PyTorch's DistributedDataParallel averages gradients over processes, which is wrong where a batch can't be divided
evenly, and hangs all of them when one runs out of memory in the middle of a backward pass. Here each process works
through its share alone, in parts as small as its memory asks for; then all meet once a step, in a fixed order. It costs
the overlap of sending with computing, and gives the gradients of the whole batch, whatever the number of processes.

Batch normalisation looks at each process's own share, as DistributedDataParallel has it by default; the running
statistics are averaged before each validation.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import torch
from lightning_fabric.strategies.ddp import DDPStrategy
from torch import distributed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from torch import Tensor, nn

_T = TypeVar("_T")

PATIENCE = timedelta(days=7)
"""How long a process waits for another, which may be reading photographs for hours; one that dies is noticed."""
_BUCKET = 64 * 2**20
"""Bytes of gradients that are sent at a time."""


class UnwrappedStrategy(DDPStrategy):
    """Starts processes and connects them as DDP does, but leaves the module alone: `Ranks` adds up the gradients."""

    def setup_module(self, module: nn.Module) -> nn.Module:  # type: ignore[override]
        """The module itself."""
        return module


class Ranks:
    """The processes of a run, seen from one of them; with one alone, nothing is sent.

    All methods but `share` have to be called by all processes, in the same order.

    Args:
        rank: Number of this process.
        world: How many there are. With several, `torch.distributed` is set up already.
    """

    def __init__(self, rank: int = 0, world: int = 1) -> None:
        self.rank = rank
        self.world = world
        # Over the CPU: what is agreed on must get through when the memory of a GPU is full.
        self._control = distributed.new_group(backend="gloo", timeout=PATIENCE) if world > 1 else None

    @property
    def is_first(self) -> bool:
        """Whether this process writes events and checkpoints."""
        return self.rank == 0

    def share(self, group: Sequence[_T]) -> Sequence[_T]:
        """This process's part of a batch. Nobody gets one photograph alone, which batch normalisation can't learn from.

        >>> ranks = Ranks(); ranks.world, ranks.rank = 3, 1
        >>> ranks.share("abcdefgh"), ranks.share("abcde"), ranks.share("ab")
        ('beh', 'bd', '')
        """
        sharers = max(1, min(self.world, len(group) // 2))
        return group[self.rank :: sharers] if self.rank < sharers else group[:0]

    def total(self, numbers: Sequence[float]) -> list[float]:
        """The sum over all processes of each number."""
        if self.world == 1:
            return list(numbers)
        values = torch.tensor(numbers, dtype=torch.float64)
        distributed.all_reduce(values, group=self._control)
        return [float(value) for value in values]

    def gather(self, value: _T) -> list[_T]:
        """What each process has, in the order of their numbers."""
        if self.world == 1:
            return [value]
        found: list[Any] = [None] * self.world
        distributed.all_gather_object(found, value, group=self._control)
        return found

    def told(self, value: _T) -> _T:
        """What the first process has."""
        if self.world == 1:
            return value
        box = [value]
        distributed.broadcast_object_list(box, src=0, group=self._control)
        return box[0]

    def equalise(self, state: Mapping[str, Tensor]) -> None:
        """Give the tensors, which are on the CPU, the values they have in the first process."""
        if self.world > 1:
            for tensor in state.values():
                distributed.broadcast(tensor, src=0, group=self._control)

    def add_gradients(self, parameters: Sequence[nn.Parameter], *, factor: float) -> None:
        """Replace gradients by their sum over all processes; parameters without any in one count as zero there.

        Args:
            parameters: Those that have a gradient in some process, the same in all.
            factor: What this process's are multiplied by first.
        """
        for parameter in parameters:
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
        gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
        for bucket in _buckets(gradients):
            flat = torch.cat([gradient.reshape(-1) for gradient in bucket]).mul_(factor)
            distributed.all_reduce(flat)
            start = 0
            for gradient in bucket:
                gradient.copy_(flat[start : start + gradient.numel()].view_as(gradient))
                start += gradient.numel()

    def average_statistics(self, model: nn.Module) -> None:
        """Give batch normalisation's running statistics their mean over all processes."""
        if self.world == 1:
            return
        kept = [buffer for name, buffer in model.named_buffers() if name.endswith(("running_mean", "running_var"))]
        for bucket in _buckets(kept):
            flat = torch.cat([buffer.reshape(-1) for buffer in bucket]).div_(self.world)
            distributed.all_reduce(flat)
            start = 0
            for buffer in bucket:
                buffer.copy_(flat[start : start + buffer.numel()].view_as(buffer))
                start += buffer.numel()


def _buckets(tensors: Sequence[Tensor]) -> Iterator[list[Tensor]]:
    """Runs of tensors of one type, together no larger than a bucket unless one alone is."""
    bucket: list[Tensor] = []
    size = 0
    for tensor in tensors:
        bytes_of = tensor.numel() * tensor.element_size()
        if bucket and (size + bytes_of > _BUCKET or tensor.dtype != bucket[0].dtype):
            yield bucket
            bucket, size = [], 0
        bucket.append(tensor)
        size += bytes_of
    if bucket:
        yield bucket
