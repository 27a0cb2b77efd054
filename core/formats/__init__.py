"""Annotation formats: one module a format, each with pure reading and writing."""
