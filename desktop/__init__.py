"""The window: one workspace a folder, started by `desktop.entry`."""
