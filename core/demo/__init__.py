"""The demo: skin photographs drawn by code, so that anyone can try the whole loop without a patient's picture."""
