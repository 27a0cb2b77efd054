"""The annotate workspace: photographs, lesion boxes, diagnosis, and what the models think."""
