"""The store of one project: photographs, human labels, splits, predictions, history and snapshots."""
