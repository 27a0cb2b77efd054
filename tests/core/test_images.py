"""Photographs: upright once, always RGB, and honest about files that are no good."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from core.errors import ImageError, ImageMissing, ImageTooLarge
from core.images import content_hash, decode, probe, thumbnail


def photo(width=60, height=40):
    """A smooth picture whose four corners differ, so that every turn and flip shows."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[..., 0] = np.linspace(20, 220, width).astype(np.uint8)
    pixels[..., 1] = np.linspace(10, 240, height).astype(np.uint8)[:, None]
    pixels[: height // 4, : width // 4] = (250, 250, 250)
    return pixels


def save(path, pixels, **options):
    Image.fromarray(pixels).save(path, **options)
    return path


def close(a, b, tolerance):
    assert a.shape == b.shape
    return np.abs(a.astype(int) - b.astype(int)).mean() < tolerance


@pytest.mark.parametrize("suffix", ["jpg", "png", "bmp", "tif", "webp"])
def test_formats_give_the_same_rgb(tmp_path, suffix):
    pixels = photo()
    path = save(tmp_path / f"a.{suffix}", pixels, **({"lossless": True} if suffix == "webp" else {}))
    decoded = decode(path)
    assert decoded.dtype == np.uint8
    assert decoded.flags["C_CONTIGUOUS"]
    assert close(decoded, pixels, 6 if suffix == "jpg" else 0.01)
    info = probe(path)
    assert (info.width, info.height, info.orientation) == (60, 40, 1)
    assert info.format == {"jpg": "JPEG", "tif": "TIFF"}.get(suffix, suffix.upper())
    assert info.file_size == path.stat().st_size
    assert info.sha256 == content_hash(path) == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied_exactly_once(tmp_path, suffix, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.fromarray(photo())
    options = {"lossless": True} if suffix == "webp" else {}
    stored.save(tmp_path / f"a.{suffix}", exif=exif, **options)
    stored.getexif()[0x0112] = orientation
    expected = np.asarray(ImageOps.exif_transpose(stored))

    info = probe(tmp_path / f"a.{suffix}")
    assert info.orientation == orientation
    assert (info.height, info.width) == expected.shape[:2]
    decoded = decode(tmp_path / f"a.{suffix}")
    assert close(decoded, expected, 6)
    reduced = decode(tmp_path / f"a.{suffix}", max_side=30)
    assert reduced.shape[:2] == (expected.shape[0] // 2, expected.shape[1] // 2)
    assert close(reduced, cv2.resize(expected, reduced.shape[1::-1], interpolation=cv2.INTER_AREA), 8)


def test_orientation_behind_the_picture_of_a_png(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    plain = save(tmp_path / "a.png", photo()).read_bytes()
    body = exif.tobytes().removeprefix(b"Exif\0\0")
    chunk = struct.pack(">I", len(body)) + b"eXIf" + body + struct.pack(">I", zlib.crc32(b"eXIf" + body))
    end = plain.rindex(b"IEND") - 4
    (tmp_path / "a.png").write_bytes(plain[:end] + chunk + plain[end:])
    assert (probe(tmp_path / "a.png").width, decode(tmp_path / "a.png").shape) == (40, (60, 40, 3))


@pytest.mark.parametrize("value", [0, 9, 700])
def test_an_orientation_that_does_not_exist_is_upright(tmp_path, value):
    exif = Image.Exif()
    exif[0x0112] = value
    path = save(tmp_path / "a.jpg", photo(), exif=exif)
    assert probe(path).orientation == 1
    assert decode(path).shape == (40, 60, 3)


def test_damaged_exif_does_not_hide_the_picture(tmp_path):
    path = save(tmp_path / "a.jpg", photo(), exif=b"Exif\0\0MM\0*\xff\xff\xff\xff junk")
    assert probe(path).orientation == 1
    assert decode(path).shape == (40, 60, 3)


def test_cmyk_jpeg(tmp_path):
    Image.fromarray(photo()).convert("CMYK").save(tmp_path / "a.jpg", quality=95)
    assert close(decode(tmp_path / "a.jpg"), photo(), 8)


@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_sixteen_bits_a_channel(tmp_path, suffix):
    pixels = photo()
    deep = pixels[..., ::-1].astype(np.uint16) * 257
    assert cv2.imwrite(str(tmp_path / f"a.{suffix}"), deep)
    assert close(decode(tmp_path / f"a.{suffix}"), pixels, 1)
    assert cv2.imwrite(str(tmp_path / f"g.{suffix}"), deep[..., 2])
    grey = np.repeat(pixels[..., :1], 3, axis=2)
    assert close(decode(tmp_path / f"g.{suffix}"), grey, 1)


@pytest.mark.parametrize("mode", ["L", "1", "P"])
def test_grey_bilevel_and_palette(tmp_path, mode):
    image = Image.fromarray(photo()).convert(mode)
    image.save(tmp_path / "a.png")
    assert close(decode(tmp_path / "a.png"), np.asarray(image.convert("RGB")), 0.01)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparent_parts_are_white(tmp_path, mode):
    image = Image.fromarray(photo()).convert("RGBA")
    image.putalpha(Image.fromarray(np.repeat(np.uint8([[0] * 30 + [255] * 30]), 40, axis=0)))
    image.convert(mode).save(tmp_path / "a.png")
    decoded = decode(tmp_path / "a.png")
    assert (decoded[:, :30] == 255).all()
    assert (decoded[:, 30:] < 255).any()


def test_palette_with_bytes_of_transparency_warns_nobody(tmp_path):
    image = Image.fromarray(photo()).convert("P")
    image.save(tmp_path / "a.png", transparency=bytes(range(256)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert decode(tmp_path / "a.png").shape == (40, 60, 3)


def test_float_tiff_is_refused_by_name(tmp_path):
    Image.fromarray(np.ones((8, 8), np.float32)).save(tmp_path / "depth.tif")
    with pytest.raises(ImageError, match=r"depth\.tif has 32 bits"):
        decode(tmp_path / "depth.tif")


def test_content_counts_not_the_ending(tmp_path):
    path = save(tmp_path / "really_a_png.jpg", photo(), format="PNG")
    assert probe(path).format == "PNG"
    assert close(decode(path), photo(), 0.01)


@pytest.mark.parametrize("content", [b"", b"hello, I am no picture", b"\xff\xd8\xff", b"GIF89a" + bytes(50), b"<svg/>"])
@pytest.mark.parametrize("read", [probe, decode])
def test_no_photograph(tmp_path, content, read):
    (tmp_path / "odd.jpg").write_bytes(content)
    with pytest.raises(ImageError, match=r"odd\.jpg"):
        read(tmp_path / "odd.jpg")


@pytest.mark.parametrize("suffix", ["jpg", "png", "bmp", "tif", "webp"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.97])
@pytest.mark.parametrize("read", [probe, decode])
def test_cut_short(tmp_path, suffix, part, read):
    noisy = np.random.default_rng(0).integers(0, 255, (80, 90, 3), np.uint8)
    data = save(tmp_path / f"a.{suffix}", noisy).read_bytes()
    (tmp_path / f"a.{suffix}").write_bytes(data[: int(len(data) * part)])
    with pytest.raises(ImageError, match=rf"a\.{suffix} is (cut short|no photograph)"):
        read(tmp_path / f"a.{suffix}")


def test_cut_short_jpeg_with_a_whole_thumbnail_inside(tmp_path):
    """The thumbnail in the EXIF has an end marker of its own, which must not count."""
    inner = io.BytesIO()
    Image.fromarray(photo(16, 16)).save(inner, "JPEG")
    exif = b"Exif\0\0" + inner.getvalue()
    data = save(tmp_path / "a.jpg", photo(200, 200), exif=exif).read_bytes()
    assert probe(tmp_path / "a.jpg").width == 200
    (tmp_path / "a.jpg").write_bytes(data[:-40])
    with pytest.raises(ImageError, match="cut short"):
        probe(tmp_path / "a.jpg")


@pytest.mark.parametrize("progressive", [False, True])
def test_bytes_behind_the_picture_are_no_fault(tmp_path, progressive):
    path = save(tmp_path / "a.jpg", photo(), progressive=progressive)
    path.write_bytes(path.read_bytes() + b"maker's trailer" * 10)
    assert decode(path).shape == (40, 60, 3)


@pytest.mark.parametrize("read", [probe, decode, content_hash])
def test_missing(tmp_path, read):
    with pytest.raises(ImageMissing, match=r"gone\.jpg"):
        read(tmp_path / "gone.jpg")


@pytest.mark.parametrize("read", [probe, decode])
def test_a_folder_is_no_photograph(tmp_path, read):
    (tmp_path / "folder.jpg").mkdir()
    with pytest.raises(ImageError, match=r"folder\.jpg"):
        read(tmp_path / "folder.jpg")


@pytest.mark.parametrize("read", [probe, decode])
def test_too_many_pixels_are_refused_before_decoding(tmp_path, read, monkeypatch):
    """A PNG of a few bytes that claims 60000 x 60000: neither decoder may be asked."""

    def never(*args, **kwargs):
        raise AssertionError("decoded")

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    chunks = [(b"IHDR", head), (b"IDAT", body), (b"IEND", b"")]
    data = b"".join(struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in chunks)
    (tmp_path / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + data)
    monkeypatch.setattr(cv2, "imdecode", never)
    monkeypatch.setattr(Image.Image, "load", never)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", never)
    with pytest.raises(ImageTooLarge, match=r"bomb\.png has 60000 x 60000 pixels; the limit is 250 million"):
        read(tmp_path / "bomb.png")


def test_the_limit_can_be_given(tmp_path):
    path = save(tmp_path / "a.png", photo())
    with pytest.raises(ImageTooLarge, match=r"the limit is 0\.002 million"):
        decode(path, limit_pixels=2000)
    assert probe(path, limit_pixels=2400).width == 60


@pytest.mark.parametrize("name", ["a #1.jpg", "100%.jpg", "Läsion 皮肤.jpg", "a b;c'd.jpg"])
def test_names_with_odd_characters_and_untouched_files(tmp_path, name):
    path = save(tmp_path / name, photo())
    before, changed = path.read_bytes(), path.stat().st_mtime_ns
    assert decode(path).shape == (40, 60, 3)
    assert probe(path).width == 60
    assert thumbnail(path, 20).shape == (13, 20, 3)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, changed)


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif"])
@pytest.mark.parametrize("max_side", [50, 100, 101, 300, 801, 5000])
def test_reduced_decoding_agrees_with_the_full_one(tmp_path, suffix, max_side):
    path = save(tmp_path / f"a.{suffix}", photo(803, 401))
    full, reduced = decode(path), decode(path, max_side=max_side)
    factor = {50: 8, 100: 8, 101: 8, 300: 2}.get(max_side, 1)
    assert reduced.shape == (-(-401 // factor), -(-803 // factor), 3)
    assert max(reduced.shape) >= min(max_side, 803)
    assert np.abs(full.mean((0, 1)) - reduced.mean((0, 1))).max() < 2


def test_thumbnail_never_enlarges(tmp_path):
    path = save(tmp_path / "a.jpg", photo(300, 200))
    assert thumbnail(path, 96).shape == (64, 96, 3)
    assert thumbnail(path, 1000).shape == (200, 300, 3)
    thin = save(tmp_path / "thin.png", np.zeros((1, 900, 3), np.uint8))
    assert thumbnail(thin, 64).shape == (1, 64, 3)


def test_every_photograph_of_pad_decodes(pad):
    paths = sorted((pad / "images").rglob("*.jpg"))[::40]
    for path in paths:
        info = probe(path)
        assert decode(path).shape == (info.height, info.width, 3)
