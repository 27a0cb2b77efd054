"""Bring the translations up to the sources: `python -m resources.translations.update`.

New texts appear in the `.ts` files as unfinished, texts that are gone leave them, and Qt's `lrelease` compiles them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from resources.translations.sources import Text, all_texts, by_context, places

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = Path(__file__).parent
FORMS = {"zh_CN": 1, "en": 2}
"""How many forms a language has for numbers. English, being the source, has a file for these alone."""


def read(path: Path) -> dict[Text, tuple[str, ...]]:
    """The finished translations of a `.ts` file: one form, or for `%n` one a number."""
    if not path.is_file():
        return {}
    found = {}
    for context in ElementTree.parse(path).iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") in ("unfinished", "vanished", "obsolete"):
                continue
            numerus = message.get("numerus") == "yes"
            forms = tuple(form.text or "" for form in translation.iter("numerusform"))
            text = Text(context.findtext("name", ""), message.findtext("source", ""), numerus)
            found[text] = forms if numerus else (translation.text or "",)
    return found


def write(path: Path, language: str, texts: Iterable[Text], known: dict[Text, tuple[str, ...]]) -> int:
    """Write a `.ts` file; how many of its texts have no translation."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    missing = 0
    for name, members in by_context(texts).items():
        context = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(context, "name").text = name
        for text in members:
            forms = known.get(text, ())
            done = bool(forms) and all(forms)
            missing += not done
            message = ElementTree.SubElement(context, "message", {"numerus": "yes"} if text.numerus else {})
            ElementTree.SubElement(message, "source").text = text.source
            translation = ElementTree.SubElement(message, "translation", {} if done else {"type": "unfinished"})
            if text.numerus:
                for form in forms or ("",) * FORMS[language]:
                    ElementTree.SubElement(translation, "numerusform").text = form
            elif done:
                translation.text = forms[0]
    ElementTree.indent(root, " " * 4)
    body = ElementTree.tostring(root, encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")
    return missing


def wanted(language: str, texts: Iterable[Text]) -> list[Text]:
    """The texts a language's file holds."""
    return [text for text in texts if language != "en" or text.numerus]


def faults(language: str, known: dict[Text, tuple[str, ...]], texts: Iterable[Text]) -> list[str]:
    """What is wrong with a language's translations, a line a fault; empty for a complete language."""
    found = []
    for text in wanted(language, texts):
        forms = known.get(text, ())
        label = f"{language} {text.context}: {text.source!r}"
        if not forms or not all(forms):
            found.append(f"{label} has no translation")
        elif text.numerus and len(forms) != FORMS[language]:
            found.append(f"{label} has {len(forms)} forms instead of {FORMS[language]}")
        elif any(places(form) != places(text.source) for form in forms):
            found.append(f"{label} has other places to fill: {forms!r}")
    return found


def release(source: Path, target: Path) -> None:
    """Compile a `.ts` file into the `.qm` file Qt reads, in one step: a window that runs has the old one mapped."""
    import PySide6

    tool = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    fresh = target.with_name(f".{target.name}")
    try:
        subprocess.run([str(tool), "-silent", str(source), "-qm", str(fresh)], check=True)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def main() -> int:
    """Update all languages; the number of missing translations, at most 1, as the exit status."""
    texts, hidden = all_texts()
    lines = [f"{entry.place}: the text isn't written in the call" for entry in hidden]
    for language in FORMS:
        path = FOLDER / f"dermdesk_{language}.ts"
        known = read(path)
        chosen = wanted(language, texts)
        missing = write(path, language, chosen, known)
        release(path, path.with_suffix(".qm"))
        lines.append(f"{path.name}: {len(chosen)} texts, {missing} without a translation")
        lines += [fault for fault in faults(language, known, texts) if "places" in fault]
    sys.stdout.write("\n".join(lines) + "\n")
    return int(any(faults(language, read(FOLDER / f"dermdesk_{language}.ts"), texts) for language in FORMS))


if __name__ == "__main__":
    raise SystemExit(main())
