"""The Review workspace: a queue of suspects and of photographs without boxes, and verdicts by one key."""
