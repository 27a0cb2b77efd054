"""Reports: what was learned from what, how good it is, and where it is wrong, in one file."""
