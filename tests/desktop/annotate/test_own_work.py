"""Who verifies what they labelled themselves is told so, and not kept from it."""

from __future__ import annotations

import pytest

from core.geometry import Box
from core.project.labels import Edit, ImageState, new_box, with_boxes


@pytest.mark.parametrize(("at_work", "told"), [("ana", True), ("ben", False)])
def test_verifying_ones_own_boxes_is_told_gently(window, at_work, told):
    session = window.session
    session.set_annotator("ana")
    image_id = session.project.image_ids()[0]
    session.select_image(image_id)
    before = session.project.labels(image_id)
    session.apply(Edit(image_id, before, with_boxes(before, (new_box(Box(9, 9, 90, 90), 1),)), "Draw box"))
    session.set_annotator(at_work)
    said = []
    session.message.connect(lambda text, severity: said.append((text, severity)))
    window.actions_table["verify"].trigger()
    session.settle()
    assert session.project.labels(image_id).state is ImageState.VERIFIED
    assert any("labelled it yourself" in text and severity == "info" for text, severity in said) is told
