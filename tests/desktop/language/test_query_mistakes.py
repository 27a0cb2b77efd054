"""What is wrong with a query is said in the window's language, to the last sentence."""

from __future__ import annotations

import re

import pytest

from desktop.annotate.query_bar import QueryBar
from desktop.app import open_window
from desktop.translating import install_language


@pytest.fixture
def chinese(qapp):
    install_language(qapp, "zh_CN")
    yield qapp
    install_language(qapp, "en")


MISTAKES = (
    "class:melanomma", "clas:melanoma", "state:", "state:neu", "boxes>many", "width>50%", "size:4", "state<new",
    "annotator:nobody", "score@resnet<1", "split:trian", "is:flaged", "(a or b", "a)", "a or", '"', '""',
)  # fmt: skip


def test_every_mistake_is_told_in_chinese(chinese, qtbot, make_project):
    window = open_window(make_project())
    qtbot.addWidget(window)
    bar = window.findChild(QueryBar)
    english = {}
    for text in MISTAKES:
        bar.field.setText(text)
        bar.field.done.emit()
        said = bar.error_text
        assert re.search("[一-鿿]", said), (text, said)
        assert "'new'" in said or text != "state:neu"  # what is to be written stays as it is written
        # Fields, values and names of classes stay as they are written; a sentence of English has three small words.
        if found := re.findall(r"[A-Za-z]+ [a-z]{2,}", re.sub("“.*?”", "", said)):
            english[text] = found
    window.close()
    assert english == {}
