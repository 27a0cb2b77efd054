"""Importing a weights file from a process without torch: a child process reads it and answers (D11)."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from core.errors import DermDeskError, MissingWeights
from core.inference.catalogue import architecture
from core.inference.weights_folder import Part, WeightsFile

_IMPORT = """
import json, os, sys
from pathlib import Path
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
from core.errors import DermDeskError
from core.inference.weights import import_weights
from core.inference.weights_folder import describe
try:
    weights = import_weights(Path(sys.argv[1]), sys.argv[2])
    answer = {"path": str(weights.path), **describe(weights)}
except DermDeskError as error:
    answer = {"error": error.message, "hint": error.hint, "at": error.path}
answers.write(json.dumps(answer))
answers.close()
"""


def import_weights_apart(file: Path, model: str) -> WeightsFile:
    """Check a weights file in a child process and copy it into the weights folder.

    Args:
        file: A state dict or safetensors as torchvision, pretrainedmodels or mmdet publish them.
        model: The architecture it is for.

    Raises:
        UnknownModel: There is no such architecture.
        MissingWeights: There is no such file.
        DermDeskError: The file can't be used; as `core.inference.weights.import_weights` says.
    """
    name = architecture(model).name
    if not file.is_file():
        raise MissingWeights("There is no such weights file.", path=file)
    command = [sys.executable, "-c", _IMPORT, str(file.absolute()), name]
    child = subprocess.run(command, capture_output=True, check=False)
    try:
        answer = json.loads(child.stdout)
    except ValueError:
        said = child.stderr.decode("utf-8", errors="replace").strip().splitlines()
        raise DermDeskError(
            f"The weights could not be read (exit code {child.returncode}).",
            path=file,
            hint=said[-1] if said else "Run `dermdesk doctor`.",
        ) from None
    if "error" in answer:
        raise DermDeskError(answer["error"], path=answer["at"], hint=answer["hint"])
    return WeightsFile(
        architecture=answer["architecture"],
        path=Path(answer["path"]),
        sha256=answer["sha256"],
        size=answer["size"],
        part=Part(answer["part"]),
        imported_at=datetime.fromisoformat(answer["imported_at"]),
    )
