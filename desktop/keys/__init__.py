"""Which key does what: the table's own keys, those a person chose instead, and the field that hears a new one."""
