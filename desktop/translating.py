"""The window's language: which one, its files, and words that come from rooms that know no Qt."""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from core.errors import DermDeskError

if TYPE_CHECKING:
    from collections.abc import Sequence

logger = logging.getLogger(__name__)

SOURCE = "en"
LANGUAGES = {SOURCE: "English", "zh_CN": "简体中文"}
"""What a person can choose, each in its own words."""

_PLACE = re.compile(r"\{(\d*)\}")
_installed: list[QTranslator] = []
_language = SOURCE


def wanted_language(chosen: object, system: Sequence[str]) -> str:
    """The language to use: the chosen one, else the first of the system's that there is, else English.

    Args:
        chosen: A key of `LANGUAGES`, or anything else for *as the system*.
        system: The system's languages, the preferred first, such as `zh-Hans-CN`.

    >>> wanted_language(None, ["fr-FR", "zh-Hans-CN", "en-US"])
    'zh_CN'
    """
    if isinstance(chosen, str) and chosen in LANGUAGES:
        return chosen
    for name in system:
        parts = name.replace("_", "-").split("-")
        if parts[0] == "zh" and not {"Hant", "TW", "HK", "MO"} & set(parts):
            return "zh_CN"
        if parts[0] in LANGUAGES:
            return parts[0]
    return SOURCE


def install_language(app: QCoreApplication, chosen: object = None) -> str:
    """Make the application speak a language; texts that are on screen already stay. The language's name.

    English has a file too, which knows one from many (`%n photos`).
    """
    global _language
    for translator in _installed:
        app.removeTranslator(translator)
    _installed.clear()
    _templates.cache_clear()
    _language = wanted_language(chosen, QLocale.system().uiLanguages())
    # Dates and numbers as the language writes them: the system's own way where it speaks it, too.
    system = QLocale.system()
    same = system.name().split("_")[0] == _language.split("_")[0]
    QLocale.setDefault(system if same else QLocale(_language))
    files = [_folder() / f"dermdesk_{_language}.qm"]
    if _language != SOURCE:
        files.insert(0, Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{_language}.qm")
    for file in files:
        translator = QTranslator(app)
        if translator.load(str(file)):
            app.installTranslator(translator)
            _installed.append(translator)
        else:
            logger.warning("no translation in %s", file.name)
    return _language


def language() -> str:
    """The language in use, a key of `LANGUAGES`."""
    return _language


def marked(_context: str, text: str) -> str:
    """The text itself, marked to be translated where it is shown: for tables that are made before the application is.

    Qt's own `QT_TRANSLATE_NOOP` does the same and is typed as giving any object.
    """
    return text


def core_text(text: str) -> str:
    """A sentence or word of `core` in the window's language, as it is where nobody translated it.

    `core` knows no Qt and writes English with its values filled in. What it wrote is recognised by the sentence it was
    made from (`There is no architecture {0}.`), and the values are put into that sentence's translation.
    """
    if _language == SOURCE or not text:
        return text
    found = QCoreApplication.translate("core", text)
    if found != text:
        return found
    for pattern, source in _templates(_language):
        match = pattern.fullmatch(text)
        if match is not None:
            values = [core_text(value) for value in match.groups()]
            return QCoreApplication.translate("core", source).format(*values)
    return text


def told(error: Exception) -> str:
    """What `str(error)` says, in the window's language."""
    if not isinstance(error, DermDeskError) or _language == SOURCE:
        return str(error)
    parts = [core_text(error.message)]
    if error.path and error.path not in error.message:
        parts.append(f"（{error.path}）" if _language.startswith("zh") else f"({error.path})")
    if error.hint:
        parts.append(core_text(error.hint))
    return " ".join(parts)


@lru_cache(maxsize=4)
def _templates(name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Sentences with places to fill, those with most words of their own first. Read when the first one is needed."""
    from xml.etree import ElementTree

    try:
        tree = ElementTree.parse(_folder() / f"dermdesk_{name}.ts")
    except (OSError, ElementTree.ParseError):
        return ()
    sources = []
    for context in tree.iter("context"):
        if context.findtext("name") == "core":
            sources += [message.findtext("source", "") for message in context.iter("message")]
    with_places = [source for source in sources if _PLACE.search(source)]
    with_places.sort(key=lambda source: len(_PLACE.sub("", source)), reverse=True)
    return tuple((_pattern(source), source) for source in with_places)


def _pattern(source: str) -> re.Pattern[str]:
    pieces = _PLACE.split(source)
    return re.compile("(.*?)".join(re.escape(piece) for piece in pieces[::2]), re.DOTALL)


def _folder() -> Path:
    return Path(str(resources.files("resources") / "translations"))
