"""What each network keeps in memory, as tests/benchmarks/activations.py measured it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NetworkMemory:
    """The size of a network with ten classes, and of what it keeps of each photograph for the backward pass.

    Attributes:
        parameters: Numbers it learns.
        buffers: Bytes of running statistics and the like.
        a_pixel: Bytes kept for each pixel of a photograph, in 32 bits.
        a_photograph: Bytes kept for each photograph whatever its size, in 32 bits.
        a_pixel_mixed: As `a_pixel`, in mixed precision.
    """

    parameters: int
    buffers: int
    a_pixel: int
    a_photograph: int
    a_pixel_mixed: int


NETWORKS = {
    "resnet50": NetworkMemory(23_528_522, 212_904, 1_712, 114_482, 872),
    "densenet121": NetworkMemory(6_964_106, 335_560, 2_598, 171_442, 1_315),
    "nasnetamobile": NetworkMemory(4_243_548, 148_488, 1_664, 247_026, 845),
    "pnasnet5large": NetworkMemory(81_779_878, 709_560, 8_394, 734_978, 4_554),
    "retinanet": NetworkMemory(94_414_782, 812_352, 5_193, 451_840, 2_629),
    "faster_rcnn": NetworkMemory(99_292_546, 812_352, 5_179, 30_351_242, 2_609),
    "resnet18": NetworkMemory(11_181_642, 38_560, 442, 21_298, 237),
    "mobilenet_v3_small": NetworkMemory(1_528_106, 48_720, 321, 68_786, 161),
    "retinanet_r18": NetworkMemory(19_957_950, 38_560, 719, 65_280, 392),
    "faster_rcnn_r18": NetworkMemory(28_325_506, 38_560, 705, 29_964_209, 372),
}
