"""Data files that ship with DermDesk: class templates, icons, themes and the paper's tables."""
