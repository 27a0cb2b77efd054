"""Charts that follow the window's palette: class bars, confusion grid, training curves."""
