"""Builders of the catalogue's networks: `classifiers` and `detectors`."""
