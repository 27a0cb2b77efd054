"""What the window remembers between starts: recent projects, look, size. One small JSON file of the user."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

logger = logging.getLogger(__name__)

MOST_RECENT = 8


def settings_path() -> Path:
    """Where the settings are."""
    return Path(user_config_path("dermdesk", appauthor=False)) / "window.json"


def read_settings() -> dict[str, Any]:
    """All settings; none where there is no readable file."""
    try:
        found = json.loads(settings_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_settings(**changed: object) -> None:
    """Change some settings. Failing costs comfort only, so it is logged and not told."""
    path = settings_path()
    settings = {**read_settings(), **changed}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        unfinished.write_text(json.dumps(settings, indent=1), encoding="utf-8")
        os.replace(unfinished, path)
    except OSError as error:
        logger.warning("the settings were not kept: %s", error)


def recent_projects() -> list[Path]:
    """Folders of projects opened last, the newest first."""
    found = read_settings().get("recent", [])
    return [Path(entry) for entry in found if isinstance(entry, str)] if isinstance(found, list) else []


def note_recent(folder: Path) -> None:
    """Put a project at the head of the recent ones."""
    others = [entry for entry in recent_projects() if entry != folder]
    write_settings(recent=[str(entry) for entry in [folder, *others][:MOST_RECENT]])


def forget_recent(folder: Path) -> None:
    """Take a project off the recent ones."""
    write_settings(recent=[str(entry) for entry in recent_projects() if entry != folder])
