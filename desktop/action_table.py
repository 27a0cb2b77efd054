"""The one table of actions. Menus, tool strips, tooltips and shortcuts are made from it; nothing else sets a key."""

from __future__ import annotations

from desktop.action_spec import ActionSpec, Scope, Situation


def _project(situation: Situation) -> bool:
    return situation.has_project


def _writable(situation: Situation) -> bool:
    return situation.has_project and not situation.read_only


def _open_eyed(situation: Situation) -> bool:
    """Whether what others and models said may be seen: not by a person who reads blind."""
    return situation.has_project and not situation.blind


def _trainable(situation: Situation) -> bool:
    return _writable(situation) and not situation.blind


def _image(situation: Situation) -> bool:
    return situation.has_image


def _edit(situation: Situation) -> bool:
    return situation.can_edit


def _edit_selection(situation: Situation) -> bool:
    return situation.can_edit and situation.has_selection


def _suspect(situation: Situation) -> bool:
    return situation.has_suspect and not situation.read_only


def _suggested(situation: Situation) -> bool:
    return situation.has_suggestion and not situation.read_only


def _digit_rows() -> list[ActionSpec]:
    rows = []
    for number in range(1, 11):
        digit = str(number % 10)
        rows.append(
            ActionSpec(
                f"class_{number}", f"Class {number}", keys=(digit,), scope=Scope.ANNOTATE, enabled=_edit,
                tip=f"Give the selected boxes, or the next one, class {number} of the list",
            )
        )  # fmt: skip
        rows.append(
            ActionSpec(
                f"diagnosis_{number}", f"Diagnosis {number}", keys=(f"Alt+{digit}",), scope=Scope.ANNOTATE,
                enabled=_edit, tip=f"Diagnose class {number} of the list",
            )
        )  # fmt: skip
    return rows


def _nudge_rows() -> list[ActionSpec]:
    rows = []
    for direction in ("Left", "Right", "Up", "Down"):
        rows.append(
            ActionSpec(
                f"nudge_{direction.lower()}", f"Nudge {direction.lower()}", keys=(direction,), scope=Scope.CANVAS,
                enabled=_edit_selection, repeats=True, tip="Move the selected boxes by 1 px",
            )
        )  # fmt: skip
        rows.append(
            ActionSpec(
                f"push_{direction.lower()}", f"Push {direction.lower()}", keys=(f"Shift+{direction}",),
                scope=Scope.CANVAS, enabled=_edit_selection, repeats=True, tip="Move the selected boxes by 10 px",
            )
        )  # fmt: skip
    return rows


def _resize_rows() -> list[ActionSpec]:
    rows = []
    for way, direction in (("Wider", "Right"), ("Narrower", "Left"), ("Taller", "Down"), ("Shorter", "Up")):
        edge = "right" if direction in ("Left", "Right") else "lower"
        for name, text, keys, pixels in (
            ("resize", way, f"Alt+{direction}", 1),
            ("stretch", f"{way} by 10 px", f"Alt+Shift+{direction}", 10),
        ):
            rows.append(
                ActionSpec(
                    f"{name}_{direction.lower()}", text, keys=(keys,), scope=Scope.CANVAS, enabled=_edit_selection,
                    repeats=True, tip=f"Move the {edge} edge of the selected boxes by {pixels} px",
                )
            )  # fmt: skip
    return rows


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("new_project", "New project…", "File", ("Ctrl+N",), "new", "Make a project for your photographs"),
    ActionSpec("open_project", "Open project…", "File", ("Ctrl+O",), "open", "Open the folder of a project"),
    ActionSpec("open_demo", "Open demo", "File|", (), "demo", "Draw 120 skin photographs and open them as a project"),
    ActionSpec(
        "import_photos", "Import photographs…", "File", ("Ctrl+I",), "import",
        "Add photographs, boxes and a metadata table", enabled=_writable,
    ),
    ActionSpec(
        "split_photos", "Split photographs…", "File", (), "", "Choose which photographs train, validate and test",
        enabled=_writable,
    ),
    ActionSpec(
        "report", "Write report…", "File|", ("Ctrl+Shift+E",), "", "Data, tables, charts and errors as one file",
        enabled=_open_eyed,
    ),
    ActionSpec("close_project", "Close project", "File|", ("Ctrl+W",), "close", enabled=_project),
    ActionSpec("quit", "Quit", "File", ("Ctrl+Q",)),
    ActionSpec(
        "undo", "Undo", "Edit", ("Ctrl+Z",), "undo", "Take back the last edit and go to its photograph",
        enabled=lambda s: s.can_undo and not s.read_only, repeats=True,
    ),
    ActionSpec(
        "redo", "Redo", "Edit|", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo", "Make the edit again",
        enabled=lambda s: s.can_redo and not s.read_only, repeats=True,
    ),
    ActionSpec(
        "draw", "Draw a box", "Edit", ("W",), "draw",
        "Drag, click two corners, or press Return; dragging on bare skin draws as well",
        Scope.ANNOTATE, _edit, checkable=True,
    ),
    ActionSpec(
        "delete", "Delete", "Edit", ("Del", "Backspace"), "delete", "Delete the selected boxes",
        Scope.ANNOTATE, _edit_selection,
    ),
    ActionSpec(
        "duplicate", "Duplicate", "Edit", ("Ctrl+D",), "", "Copy the selected boxes beside themselves",
        Scope.ANNOTATE, _edit_selection,
    ),
    ActionSpec(
        "copy", "Copy", "Edit", ("Ctrl+C",), "copy", "Copy the selected boxes, for this or another photo",
        Scope.ANNOTATE, lambda s: s.has_image and s.has_selection,
    ),
    ActionSpec("paste", "Paste", "Edit", ("Ctrl+V",), "paste", "Add the copied boxes", Scope.ANNOTATE, _edit),
    ActionSpec(
        "copy_previous", "Boxes of previous photo", "Edit|", ("V",), "",
        "Preview the boxes of the previous photo; press again to add them", Scope.ANNOTATE, _edit,
    ),
    ActionSpec(
        "lock", "Lock or unlock", "Edit", ("L",), "lock", "Keep the selected boxes from being moved or deleted",
        Scope.ANNOTATE, _edit_selection,
    ),
    ActionSpec(
        "difficult", "Difficult or not", "Edit", ("I",), "", "Say that the selected boxes are hard to judge",
        Scope.ANNOTATE, _edit_selection,
    ),
    ActionSpec(
        "truncated", "Truncated or not", "Edit", ("U",), "", "Say that the photograph's edge cuts the lesions off",
        Scope.ANNOTATE, _edit_selection,
    ),
    ActionSpec(
        "occluded", "Occluded or not", "Edit", ("O",), "", "Say that something covers a part of the lesions",
        Scope.ANNOTATE, _edit_selection,
    ),
    ActionSpec(
        "note", "Note on boxes", "Edit|", ("E",), "", "Write a note on the selected boxes", Scope.ANNOTATE,
        _edit_selection,
    ),
    ActionSpec("select_all", "Select all boxes", "Edit", ("Ctrl+A",), "", "", Scope.ANNOTATE, _image),
    ActionSpec(
        "next_box", "Next box", "Edit", (".",), "", "Select the next box of the photo", Scope.ANNOTATE, _image,
        repeats=True,
    ),
    ActionSpec(
        "previous_box", "Previous box", "Edit|", (",",), "", "Select the previous box of the photo", Scope.ANNOTATE,
        _image, repeats=True,
    ),
    ActionSpec(
        "choose_class", "Choose class…", "Edit", ("C",), "search", "Type a few letters of a class name or code",
        Scope.ANNOTATE, _edit,
    ),
    ActionSpec(
        "accept", "Accept prediction", "Edit", ("P",), "accept",
        "Make the chosen predicted box, or the best one, a lesion box", Scope.ANNOTATE, _edit,
    ),
    ActionSpec(
        "confirm", "Confirm", "", ("Return", "Enter"), "",
        "Draw with the tool in hand, take the previewed boxes, or accept a prediction", Scope.ANNOTATE, _edit,
    ),
    ActionSpec("cancel", "Cancel", "", ("Esc",), "", "Stop drawing, or select nothing", Scope.ANNOTATE),
    ActionSpec("zoom_in", "Zoom in", "View", ("Ctrl++", "Ctrl+="), "zoom-in", "", Scope.ANNOTATE, _image, repeats=True),
    ActionSpec("zoom_out", "Zoom out", "View", ("Ctrl+-",), "zoom-out", "", Scope.ANNOTATE, _image, repeats=True),
    ActionSpec("actual_size", "Actual size", "View", ("Ctrl+0",), "actual", "Pixel for pixel", Scope.ANNOTATE, _image),
    ActionSpec("fit", "Fit photo", "View", ("F", "Ctrl+F"), "fit", "Show the whole photograph", Scope.ANNOTATE, _image),
    ActionSpec(
        "fit_selection", "Fit selection", "View|", ("Ctrl+Shift+F",), "", "Zoom to the selected boxes",
        Scope.ANNOTATE, lambda s: s.has_image and s.has_selection,
    ),
    ActionSpec(
        "adjust", "Adjust view", "View", ("B",), "adjust", "Brightness, contrast and tones, on the screen only",
        Scope.ANNOTATE, _image, checkable=True,
    ),
    ActionSpec(
        "reset_adjustment", "Reset view adjustments", "View", ("Shift+B",), "", "Show photographs as they are",
        Scope.ANNOTATE, _image,
    ),
    ActionSpec(
        "crosshair", "Crosshair", "View|", ("X",), "crosshair", "Lines through the pointer, to place an edge",
        Scope.ANNOTATE, checkable=True,
    ),
    ActionSpec("hold_loupe", "Magnify while held", "", ("Z",), "zoom-in", "See a small lesion closely", Scope.HELD),
    ActionSpec("hold_hide", "Hide boxes while held", "", ("H",), "eye-off", "See bare skin", Scope.HELD),
    ActionSpec(
        "hold_pan", "Pan while held; tapped: verify and go on", "", ("Space",), "", "Drag the photograph", Scope.HELD
    ),
    ActionSpec(
        "show_predictions", "Show predictions", "View", ("Ctrl+P",), "predict", "Show the models' boxes",
        Scope.ANNOTATE, _image, checkable=True,
    ),
    ActionSpec(
        "heat", "Where it looked", "View|", ("G",), "heat", "Lay the best classifier's heat map over the photo",
        Scope.ANNOTATE, _image, checkable=True,
    ),
    ActionSpec("next", "Next photo", "Photo", ("D", "PgDown"), "next", "", Scope.ANNOTATE, _image, repeats=True),
    ActionSpec(
        "previous", "Previous photo", "Photo", ("A", "PgUp"), "previous", "", Scope.ANNOTATE, _image, repeats=True
    ),
    ActionSpec(
        "next_unlabelled", "Next photo without labels", "Photo", ("Ctrl+Right",), "", "", Scope.ANNOTATE, _image
    ),
    ActionSpec(
        "next_unverified", "Next photo to verify", "Photo", ("Ctrl+Shift+Right",), "", "", Scope.ANNOTATE, _image
    ),
    ActionSpec("next_flagged", "Next flagged photo", "Photo|", ("Ctrl+Alt+Right",), "", "", Scope.ANNOTATE, _image),
    ActionSpec(
        "flag", "Flag or unflag", "Photo", ("M",), "flag", "Mark the photograph to come back to it", Scope.ANNOTATE,
        _edit,
    ),
    ActionSpec(
        "verify", "Verified, next", "Photo", ("Ctrl+Return",), "verify",
        "Mark the photograph verified and go on (or tap Space)", Scope.ANNOTATE, _edit,
    ),
    ActionSpec(
        "reject", "Rejected…", "Photo", ("R",), "reject", "Leave the photograph out, and say why", Scope.ANNOTATE, _edit
    ),
    ActionSpec(
        "noise", "Noise…", "Photo|", ("N",), "", "Keep the photograph, but not for training", Scope.ANNOTATE, _edit
    ),
    ActionSpec(
        "predict", "Predict this photo", "Photo", ("Ctrl+R",), "predict", "Ask the trained models about this photo",
        Scope.ANNOTATE, lambda s: s.can_edit and s.can_predict and not s.blind,
    ),
    ActionSpec("search", "Search photos", "Photo", ("Ctrl+L", "/"), "search", "", Scope.ANNOTATE, _project),
    ActionSpec(
        "grid", "Thumbnails", "View", ("T",), "grid", "Show the photographs as thumbnails instead of a list",
        Scope.ANNOTATE, _project, checkable=True,
    ),
    ActionSpec(
        "classes", "Classes…", "Project", ("Ctrl+Shift+K",), "", "Add, rename, merge, colour and put in order",
        enabled=_project,
    ),
    ActionSpec(
        "relink", "Relink folder…", "Project", (), "", "Say where a folder of photographs is now", enabled=_project
    ),
    ActionSpec(
        "second_reading", "Second reading…", "Project", (), "",
        "Let a second person read a sample blind, and settle what both see differently", enabled=_project,
    ),
    ActionSpec(
        "sign_off", "Sign off version…", "Project|", (), "",
        "Freeze the labels as a version with a name and a content hash", enabled=_project,
    ),
    ActionSpec(
        "history", "History", "Project|", ("Ctrl+Shift+H",), "", "Who changed what when, and earlier versions",
        Scope.ANNOTATE, _project,
    ),
    ActionSpec("annotator", "Annotator…", "Project", (), "", "Whose name the history has", enabled=_project),
    ActionSpec(
        "review_model_right", "Model right: fix label", "Review", ("1", "M"), "accept",
        "Give the photo or box what the models say", Scope.REVIEW, lambda s: _suspect(s) and s.can_correct,
    ),
    ActionSpec(
        "review_label_right", "Label right: keep it", "Review", ("2", "L"), "verify",
        "Keep the label; it is not asked again", Scope.REVIEW, _suspect,
    ),
    ActionSpec(
        "review_both_wrong", "Both wrong: redraw", "Review", ("3", "B"), "draw",
        "Flag the photo and open it in Annotate", Scope.REVIEW, _suspect,
    ),
    ActionSpec(
        "review_unsure", "Unsure: flag it", "Review", ("4", "U"), "flag", "Flag the photo, to ask somebody else",
        Scope.REVIEW, _suspect,
    ),
    ActionSpec(
        "review_noise", "Noise: leave out", "Review|", ("5", "N"), "reject", "Keep the photo, but not for training",
        Scope.REVIEW, _suspect,
    ),
    ActionSpec(
        "review_accept", "Accept: make boxes", "Review", ("P", "Return", "Enter"), "accept",
        "Make the chosen suggested box, or all shown, lesion boxes", Scope.REVIEW, _suggested,
    ),
    ActionSpec(
        "review_adjust", "Adjust: accept first", "Review", ("J",), "box",
        "Make the chosen suggested box, or the surest, a lesion box, to be moved and resized here", Scope.REVIEW,
        _suggested,
    ),
    ActionSpec(
        "review_reject", "Reject: no lesions", "Review", ("R",), "close",
        "The chosen suggested box, or all shown, are no lesions", Scope.REVIEW, _suggested,
    ),
    ActionSpec(
        "review_accept_all", "Accept all suggestions…", "Review|", (), "", "For all photos listed, after a preview",
        Scope.REVIEW, lambda s: s.reviewing and not s.read_only,
    ),
    ActionSpec("review_next", "Next in the queue", "Review", ("D", "PgDown"), "next", "", Scope.REVIEW, repeats=True),
    ActionSpec(
        "review_previous", "Previous in the queue", "Review", ("A", "PgUp"), "previous", "", Scope.REVIEW, repeats=True
    ),
    ActionSpec("review_fit", "Fit photo in review", "Review", ("F",), "fit", "Show the whole photo", Scope.REVIEW),
    ActionSpec(
        "review_annotate", "Open in Annotate", "Review", ("E",), "annotate", "Draw and correct with all tools",
        Scope.REVIEW, lambda s: s.reviewing and s.has_reviewed,
    ),
    ActionSpec("review_again", "Look again", "Review", ("F5",), "", "Work the queue out anew", Scope.REVIEW),
    ActionSpec(
        "review_looks", "Find duplicates and poor photos", "Review", (), "search",
        "Look at every photo once: copies, blur, darkness, glare", Scope.REVIEW,
    ),
    ActionSpec(
        "review_features", "Find cropped and turned copies", "Review", (), "predict",
        "Let a classifier see every photo once, as long as predicting takes; Nearest goes by it, too", Scope.REVIEW,
    ),
    ActionSpec(
        "cleaning_round", "Cleaning round: go on…", "Review", (), "",
        "Begin a cleaning round, or do what is next in it: train again, predict, compare", Scope.REVIEW,
        lambda s: s.reviewing,
    ),
    ActionSpec(
        "settle_first", "First right: keep labels", "", ("1",), "verify", "Keep the labels as they are", Scope.SETTLE
    ),
    ActionSpec(
        "settle_second", "Second right: take over", "", ("2",), "accept",
        "Give the photograph the second reader's labels", Scope.SETTLE,
    ),
    ActionSpec(
        "settle_neither", "Neither: draw anew", "", ("3",), "draw", "Flag the photograph and open it in Annotate",
        Scope.SETTLE,
    ),
    ActionSpec("settle_next", "Next conflict", "", ("D", "PgDown"), "next", "", Scope.SETTLE, repeats=True),
    ActionSpec("settle_previous", "Previous conflict", "", ("A", "PgUp"), "previous", "", Scope.SETTLE, repeats=True),
    ActionSpec("settle_fit", "Fit photo of the conflict", "", ("F",), "fit", "Show the whole photo", Scope.SETTLE),
    ActionSpec(
        "new_training", "New training…", "Models", ("Ctrl+T",), "train", "Put a training together and start it",
        enabled=_trainable,
    ),
    ActionSpec(
        "queue_earlier", "Train earlier", "Models", ("Ctrl+Alt+PgUp",), "chevron-up",
        "Move the run that is chosen in Train towards the front of the queue", enabled=_trainable,
    ),
    ActionSpec(
        "queue_later", "Train later", "Models|", ("Ctrl+Alt+PgDown",), "chevron-down",
        "Move the run that is chosen in Train towards the end of the queue", enabled=_trainable,
    ),
    ActionSpec("weights", "Weights…", "Models", (), "", "The files that training starts from"),
    ActionSpec("go_annotate", "Annotate", "Window", ("Ctrl+1",), "annotate", enabled=_project, checkable=True),
    ActionSpec("go_train", "Train", "Window", ("Ctrl+2",), "train", enabled=_open_eyed, checkable=True),
    ActionSpec("go_evaluate", "Evaluate", "Window", ("Ctrl+3",), "evaluate", enabled=_open_eyed, checkable=True),
    ActionSpec("go_review", "Review", "Window|", ("Ctrl+4",), "review", enabled=_open_eyed, checkable=True),
    ActionSpec("theme_system", "Look: as the system", "Window", checkable=True),
    ActionSpec("theme_light", "Look: light", "Window", checkable=True),
    ActionSpec("theme_dark", "Look: dark", "Window|", checkable=True),
    ActionSpec("language_system", "Language: as the system", "Window", checkable=True),
    ActionSpec("language_en", "Language: English", "Window", checkable=True),
    ActionSpec("language_zh_CN", "Language: 简体中文", "Window", checkable=True),
    ActionSpec(
        "command_palette", "Find a command…", "Help", ("Ctrl+Shift+P",), "search", "Type a few letters of what to do"
    ),
    ActionSpec("keys", "Keys…", "Help|", ("F1",), "keyboard", "List every key, and choose others"),
    ActionSpec("about", "About DermDesk", "Help", icon="info"),
    *_digit_rows(),
    *_nudge_rows(),
    *_resize_rows(),
)  # fmt: skip
