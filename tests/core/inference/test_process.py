from __future__ import annotations

import subprocess
import sys

import pytest

FAULTS = """
import resource, sys
if sys.argv[1] == "prepared":
    from core.inference.process import prepare_for_arithmetic
    prepare_for_arithmetic()
import ctypes
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]
SIZE = 64 * 2**20
def step():
    place = libc.malloc(SIZE)
    ctypes.memset(place, 1, SIZE)
    libc.free(place)
step()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(5):
    step()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's allocator is Linux's")
def test_a_prepared_process_keeps_freed_memory_for_the_next_step():
    def faults(how: str) -> int:
        done = subprocess.run([sys.executable, "-c", FAULTS, how], capture_output=True, text=True, check=True)
        return int(done.stdout)

    assert faults("prepared") < 100
    assert faults("plain") > 1000


def test_idle_threads_sleep_unless_the_person_said_otherwise():
    ask = (
        "import os; from core.inference.process import prepare_for_arithmetic; prepare_for_arithmetic(); "
        "print(os.environ['OMP_WAIT_POLICY'])"
    )
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "PASSIVE"
