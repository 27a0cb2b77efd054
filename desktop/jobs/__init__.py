"""Background jobs as the window sees them. Nothing here imports torch, and nothing here waits.

A training run is started detached, with no pipes, and is followed through the events file in its run folder. So a run
that the window started and one that it finds after a restart are the same thing, and closing the window, or its crash,
can't end a run (ARCHITECTURE D1, D2). Predictions have no folder: their worker is a child with pipes, which ends with
the window.
"""
