"""Review: which labels, boxes and photographs deserve a second look, why, and what a person said of them."""
