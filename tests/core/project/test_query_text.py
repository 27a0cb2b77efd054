"""What a person types: how it is read, where it says it can't be, and what it offers at the cursor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classes import ClassTable
from core.errors import QueryError
from core.project.labels import ImageState, Split
from core.project.query import (
    EVERYTHING,
    And,
    BoxSized,
    ClassOf,
    Comparison,
    Contains,
    Disagrees,
    EditedBy,
    Flag,
    InState,
    Marked,
    Measure,
    Measured,
    Not,
    OfClass,
    OfPatient,
    OnSide,
    Or,
    PredictedAs,
    Scored,
    TextIn,
)
from core.project.query_rows import QueryWords
from core.project.query_text import complete, parse, quoted

WORDS = QueryWords(
    ClassTable.from_names(("Nevus", "Basal Cell Carcinoma", "Melanoma")), ("resnet50-1", "find 2"), ("ana", "ben")
)
A, B, C = Contains("a"), Contains("b"), Contains("c")


def test_the_example_of_the_guide():
    text = (
        'class:nevus state:new -split:test boxes>=2 (patient:P12 or patient:P13) score<0.5 boxsize>5% text "left arm"'
    )
    assert parse(text, WORDS) == And(
        (
            OfClass(1),
            InState(ImageState.NEW),
            Not(OnSide(Split.TEST)),
            Measured(Measure.BOXES, Comparison.AT_LEAST, 2),
            Or((OfPatient("P12"), OfPatient("P13"))),
            Scored(Comparison.LESS, 0.5),
            BoxSized(Comparison.MORE, 0.05, share=True),
            Contains("left arm"),
        )
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", EVERYTHING),
        ("  ", EVERYTHING),
        ("a", A),
        ("a b", And((A, B))),
        ("a and b or c", Or((And((A, B)), C))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("not a b", And((Not(A), B))),
        ("not (a b)", Not(And((A, B)))),
        ("--a", Not(Not(A))),
        ("photo(1).jpg", Contains("photo(1).jpg")),
        ("(photo(1).jpg)", Contains("photo(1).jpg")),
        ("IMG-12 12:30", And((Contains("IMG-12"), Contains("12:30")))),
        ('"and" "state:new"', And((Contains("and"), Contains("state:new")))),
        ("android", Contains("android")),
        ("state:new,labelled", Or((InState(ImageState.NEW), InState(ImageState.LABELLED)))),
        ("State : new", And((Contains("State"), Contains(":"), Contains("new")))),
        ("state: NEW", InState(ImageState.NEW)),
        ("state!=new", Not(InState(ImageState.NEW))),
        ('class:"basal cell carcinoma"', OfClass(2)),
        ("class:basal_cell_carcinoma", OfClass(2)),
        ("class:none box:nevus", And((OfClass(None), OfClass(1, ClassOf.BOX)))),
        ("split:none patient:none", And((OnSide(None), OfPatient(None)))),
        ("by:ANA is:flagged is:verified", And((EditedBy("ana"), Marked(Flag.FLAGGED), InState(ImageState.VERIFIED)))),
        ("boxes != 2", Measured(Measure.BOXES, Comparison.OTHER, 2)),
        ("boxes:0", Measured(Measure.BOXES, Comparison.EQUAL, 0)),
        ("size<=24px", BoxSized(Comparison.AT_MOST, 24)),
        ("score@resnet50-1>=50%", Scored(Comparison.AT_LEAST, 0.5, "resnet50-1")),
        ('predicted@"find 2":none', PredictedAs(None, "find 2")),
        ("disagrees:any -disagrees:resnet50-1", And((Disagrees(None), Not(Disagrees("resnet50-1"))))),
        ("path:arm/ note:scar", And((Contains("arm/", TextIn.PATH), Contains("scar", TextIn.WRITTEN)))),
    ],
)
def test_what_a_text_means(text, meant):
    assert parse(text, WORDS) == meant


@pytest.mark.parametrize(
    ("text", "position", "length", "said", "allowed"),
    [
        ("class:nevis", 6, 5, "Did you mean 'Nevus'?", "Melanoma"),
        ("a clas:nevus", 2, 4, "Did you mean 'class'?", "class"),
        ("state:", 6, 0, "verified", "verified"),
        ("state:neu", 6, 3, "Did you mean 'new'?", "new"),
        ("boxes>many", 6, 4, "many", None),
        ("boxes>nan", 6, 3, "nan", None),
        ("width>50%", 6, 3, "share", None),
        ("size:4", 5, 1, "size<4", "<"),
        ("state<new", 6, 3, "state:new", None),
        ("box@resnet50-1:nevus", 3, 11, "@", None),
        ("score@resnet<1", 6, 6, "Did you mean 'resnet50-1'?", "resnet50-1"),
        ("annotator:bern", 10, 4, "Did you mean 'ben'?", "ana"),
        ("(a or b", 0, 1, "closed", None),
        ("a)", 1, 1, "closes nothing", None),
        ("a or", 4, 0, "missing", "state:"),
        ("or a", 0, 2, "missing", "class:"),
        ("()", 1, 1, "missing", None),
        ('a "b', 2, 1, "quote", None),
        ('""', 0, 2, "nothing between", None),
        ("(" * 500 + "a", 100, 0, "deep", None),
        ("-" * 500 + "a", 100, 0, "deep", None),
    ],
)
def test_an_error_says_where_and_what_is_allowed(text, position, length, said, allowed):
    with pytest.raises(QueryError) as caught:
        parse(text, WORDS)
    assert (caught.value.position, caught.value.length) == (position, length)
    assert said in str(caught.value)
    assert allowed is None or allowed in caught.value.allowed


@given(st.text(alphabet='abcl:<>=!@-()", %.0nots', max_size=40))
def test_any_text_is_a_query_or_an_error_inside_it(text):
    error = None
    try:
        parse(text, WORDS)
    except QueryError as caught:
        error = caught
    assert error is None or 0 <= error.position <= error.position + error.length <= len(text)


@given(st.text(min_size=1).map(lambda text: text.replace('"', "")).filter(str.strip))
def test_a_quoted_value_is_read_again(text):
    assert parse(f"patient:{quoted(text)}", WORDS) == OfPatient(None if text.lower() == "none" else text)
    assert parse(quoted(text), WORDS) == Contains(text)


@pytest.mark.parametrize(
    ("before", "start", "options"),
    [
        ("cl", 0, ("class:",)),
        ("a (sp", 3, ("split:",)),
        ("-bo", 1, ("boxes>", "box:", "boxsize>")),
        ("class:ba", 6, ('"Basal Cell Carcinoma"',)),
        ('class:"ba', 6, ('"Basal Cell Carcinoma"',)),
        ("class:me", 6, ("Melanoma",)),
        ("state:new,ve", 10, ("verified",)),
        ("score@", 6, ("resnet50-1", '"find 2"')),
        ("boxes>", 6, ()),
        ('"left a', 7, ()),
    ],
)
def test_what_is_offered_at_the_cursor(before, start, options):
    found = complete(f"{before} state:new", len(before), WORDS)
    assert (found.start, found.options) == (start, options)
