"""Signed-off versions of a data set: the labels of one moment, frozen under a name, with whoever answers for them."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from core.errors import DermDeskError, SnapshotError, UnlabelledPhotographs, VersionExists
from core.project.labels import ImageState
from core.project.snapshot import freeze, read_snapshot, write_snapshot
from core.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from core.project.project import Project
    from core.project.snapshot import Snapshot, SnapshotImage

VERSIONS_NAME = "versions"
SIGNED = ".signed.json"
"""Ending of the small file that says who signed; the labels themselves are beside it in `NAME.json`."""

_NAME = re.compile(r"[^\W_][\w .+-]{0,59}")
_LEFT_OUT = (ImageState.REJECTED, ImageState.NOISE)


@dataclass(frozen=True, slots=True)
class Standing:
    """How labels stand: what is counted before a person signs.

    Attributes:
        images: Photographs that count, those rejected or called noise left out.
        left_out: Rejected and noise.
        unlabelled: Of those that count, without box, diagnosis or anybody's look.
        verified: Of those that count, verified.
        boxes: Lesion boxes of those that count.
        by_state: All photographs by `ImageState` value.
        by_class: Photographs that count by the name of their class; "" for none.
        by_split: Photographs that count by `Split` value; "" for none.
    """

    images: int
    left_out: int
    unlabelled: int
    verified: int
    boxes: int
    by_state: Mapping[str, int]
    by_class: Mapping[str, int]
    by_split: Mapping[str, int]

    @property
    def share_verified(self) -> float:
        """From 0 to 1; 0 where nothing counts."""
        return self.verified / self.images if self.images else 0.0


@dataclass(frozen=True, slots=True)
class Version:
    """A signed-off version, as its signature says.

    Attributes:
        name: What people call it.
        path: The snapshot's file.
        digest: Content hash of the labels, `Snapshot.digest`: the same in every copy of the project.
        file_hash: SHA-256 of the snapshot's file.
        who: Who signed.
        at: When, UTC.
        note: What they wrote with it.
        standing: What was counted.
    """

    name: str
    path: Path
    digest: str
    file_hash: str
    who: str
    at: datetime
    note: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class BrokenVersion:
    """A signature that can't be read, and why."""

    name: str
    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class VersionList:
    """Versions, the newest first, and those that can't be read."""

    versions: tuple[Version, ...]
    broken: tuple[BrokenVersion, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionCheck:
    """A version beside what the project says today.

    Attributes:
        problem: Why the file is no longer what was signed; empty where it is.
        changed: Photographs that say something else now.
        added: Photographs that came since.
        removed: Photographs that are gone, or are another file now.
        classes_changed: Whether the class table is another one.
    """

    problem: str = ""
    changed: int = 0
    added: int = 0
    removed: int = 0
    classes_changed: bool = False

    @property
    def intact(self) -> bool:
        """Whether the file is what was signed."""
        return not self.problem

    @property
    def differing(self) -> int:
        """Photographs that differ in any way."""
        return self.changed + self.added + self.removed

    @property
    def as_signed(self) -> bool:
        """Whether the file is intact and the project still says the same."""
        return self.intact and not self.differing and not self.classes_changed


def stand(snapshot: Snapshot) -> Standing:
    """Count what a snapshot holds."""
    names = {entry.id: entry.name for entry in snapshot.classes}
    counted = [image for image in snapshot.images if image.state not in _LEFT_OUT]
    return Standing(
        images=len(counted),
        left_out=len(snapshot.images) - len(counted),
        unlabelled=sum(map(_is_unlabelled, counted)),
        verified=sum(image.state is ImageState.VERIFIED for image in counted),
        boxes=sum(len(image.boxes) for image in counted),
        by_state=dict(Counter(image.state.value for image in snapshot.images)),
        by_class=dict(
            Counter("" if image.image_class is None else names.get(image.image_class, "") for image in counted)
        ),
        by_split=dict(Counter("" if image.split is None else image.split.value for image in counted)),
    )


def sign_off(project: Project, name: str, *, who: str, note: str = "", unlabelled_too: bool = False) -> Version:
    """Freeze the labels of now under a name.

    Args:
        project: May be open read-only: only its folder of versions is written.
        name: Letters, digits, spaces and `.+-_`; a name is given once.
        who: The person who answers for it.
        note: What it is for.
        unlabelled_too: Sign although photographs that count are unlabelled.

    Raises:
        UnlabelledPhotographs: Some are, and nobody said that this is meant.
        VersionExists: A version has this name.
        SnapshotError: The name is no name, nothing is there to be signed, or the disk refuses.
    """
    name, who = " ".join(name.split()), " ".join(who.split())
    # `june.signed` would be kept where the signature of `june` is.
    if not _NAME.fullmatch(name) or name.endswith(".") or name.casefold().endswith(".signed"):
        raise SnapshotError(
            f"{name!r} is no name for a version.", hint="Begin with a letter or digit; then also spaces and . + - _"
        )
    if not who:
        raise SnapshotError("Nobody signs.", hint="Say who answers for this version.")
    folder = project.folder / VERSIONS_NAME
    path, signed = folder / f"{name}.json", folder / f"{name}{SIGNED}"
    # Also on a disk that tells no capitals from small letters.
    taken = {entry.name.casefold() for entry in folder.glob(f"*{SIGNED}")}
    if signed.name.casefold() in taken:
        raise VersionExists(
            f"There is a version {name!r} already.", hint="Choose another name: what was signed stays.", path=path
        )
    snapshot = freeze(project)
    standing = stand(snapshot)
    if standing.unlabelled and not unlabelled_too:
        raise UnlabelledPhotographs(
            f"{standing.unlabelled} of {standing.images} photographs are unlabelled.",
            hint="Label or reject them first, or say that this is meant.",
            number=standing.unlabelled,
        )
    try:
        folder.mkdir(exist_ok=True)
        write_snapshot(snapshot, path)
        version = Version(
            name, path, snapshot.digest, _file_hash(path), who, datetime.now(UTC), note.strip(), standing
        )  # fmt: skip
        # Last: without a signature there is no version, however the program ends.
        with replacing(signed) as stream:
            stream.write(_to_bytes(version))
    except OSError as error:
        raise SnapshotError(f"The version can't be written: {error.strerror}.", path=folder) from error
    return version


def versions(folder: Path) -> VersionList:
    """The signed-off versions of the project in a folder, the newest first. Reads only the signatures."""
    found, broken = [], []
    for signed in sorted((folder / VERSIONS_NAME).glob(f"*{SIGNED}")):
        try:
            found.append(_read(signed))
        except SnapshotError as error:
            broken.append(BrokenVersion(signed.name.removesuffix(SIGNED), signed, error.message))
    return VersionList(tuple(sorted(found, key=lambda entry: entry.at, reverse=True)), tuple(broken))


def version_named(folder: Path, name: str) -> Version:
    """The version of this name.

    Raises:
        SnapshotError: There is none, or its signature can't be read.
    """
    signed = folder / VERSIONS_NAME / f"{name}{SIGNED}"
    if not signed.is_file():
        raise SnapshotError(f"There is no version {name!r}.", hint="`dermdesk versions PROJECT` lists them.")
    return _read(signed)


def names_by_digest(folder: Path) -> dict[str, str]:
    """Names of versions by content hash, the oldest of the same content: what a run was trained on."""
    return {version.digest: version.name for version in versions(folder).versions}


def check_version(project: Project, version: Version, *, now: Snapshot | None = None) -> VersionCheck:
    """Whether a version's file is what was signed, and what the project says otherwise today.

    Args:
        project: Whose version it is.
        version: As `versions` gave it.
        now: The project as it stands, where several versions are checked.
    """
    try:
        if _file_hash(version.path) != version.file_hash:
            return VersionCheck("Its file was changed after it was signed.")
        snapshot = read_snapshot(version.path)
        if snapshot.digest != version.digest:
            return VersionCheck("Its labels are not those that were signed.")
    except OSError as error:
        return VersionCheck(f"Its file can't be read: {error.strerror}.")
    except SnapshotError as error:
        return VersionCheck(error.message)
    now = freeze(project) if now is None else now
    signed, today = ({image.sha256: image.content() for image in one.images} for one in (snapshot, now))
    both = signed.keys() & today.keys()
    return VersionCheck(
        changed=sum(signed[key] != today[key] for key in both),
        added=len(today.keys() - both),
        removed=len(signed.keys() - both),
        classes_changed=snapshot.classes.digest() != now.classes.digest(),
    )


def _is_unlabelled(image: SnapshotImage) -> bool:
    return image.state is ImageState.NEW and image.image_class is None and not image.boxes


def _numbers(row: Mapping[str, Any]) -> dict[str, int]:
    return {str(name): int(number) for name, number in row.items()}


def _file_hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _to_bytes(version: Version) -> bytes:
    content = {
        "name": version.name,
        "digest": version.digest,
        "file_hash": version.file_hash,
        "who": version.who,
        "at": version.at.isoformat(),
        "note": version.note,
        "standing": asdict(version.standing),
    }
    return json.dumps({"content": content, "checksum": _checksum(content)}, ensure_ascii=False, indent=1).encode()


def _checksum(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _read(signed: Path) -> Version:
    try:
        document = json.loads(signed.read_bytes())
        content = document["content"]
        if _checksum(content) != document["checksum"]:
            raise SnapshotError("The signature was changed after it was given.", path=signed)
        standing = content["standing"]
        return Version(
            name=signed.name.removesuffix(SIGNED),
            path=signed.with_name(signed.name.removesuffix(SIGNED) + ".json"),
            digest=str(content["digest"]),
            file_hash=str(content["file_hash"]),
            who=str(content["who"]),
            at=datetime.fromisoformat(content["at"]),
            note=str(content["note"]),
            standing=Standing(
                images=int(standing["images"]),
                left_out=int(standing["left_out"]),
                unlabelled=int(standing["unlabelled"]),
                verified=int(standing["verified"]),
                boxes=int(standing["boxes"]),
                by_state=_numbers(standing["by_state"]),
                by_class=_numbers(standing["by_class"]),
                by_split=_numbers(standing["by_split"]),
            ),
        )
    except DermDeskError:
        raise
    except OSError as error:
        raise SnapshotError(f"The signature can't be read: {error.strerror}.", path=signed) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SnapshotError("The signature is damaged.", path=signed) from error
