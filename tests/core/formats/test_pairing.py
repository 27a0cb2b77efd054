"""Which annotation belongs to which photograph."""

from __future__ import annotations

from core.formats.pairing import pair


def test_beside_the_photographs():
    found = pair(["n/a.jpg", "n/b.v2.jpg", "c.jpg"], ["n/a.xml", "n/b.v2.xml", "n/c.xml"], mirrored=False)
    assert found.annotation_of == {"n/a.jpg": "n/a.xml", "n/b.v2.jpg": "n/b.v2.xml"}
    assert found.unclaimed == ("n/c.xml",)


def test_in_a_mirrored_folder_the_longest_match_counts():
    found = pair(["images/n/a.jpg", "images/m/b.jpg"], ["n/a.xml", "a.xml", "b.xml"], mirrored=True)
    assert found.annotation_of == {"images/n/a.jpg": "n/a.xml", "images/m/b.jpg": "b.xml"}
    assert found.unclaimed == ("a.xml",)


def test_a_nearer_photograph_takes_precedence():
    found = pair(["n/a.jpg", "a.jpg"], ["a.xml"], mirrored=True)
    assert found.annotation_of == {"a.jpg": "a.xml"}
    assert found.contested == {}


def test_equal_claims_are_nobodys():
    found = pair(["n/a.jpg", "m/a.jpg", "b.jpg", "b.png"], ["a.xml", "b.xml"], mirrored=True)
    assert found.annotation_of == {}
    assert found.contested == {"a.xml": ("n/a.jpg", "m/a.jpg"), "b.xml": ("b.jpg", "b.png")}


def test_composed_and_decomposed_letters_are_the_same():
    assert pair(["u\u0308.jpg"], ["\u00fc.xml"], mirrored=False).annotation_of == {"u\u0308.jpg": "\u00fc.xml"}
