"""Second readings in the window: beginning one, how far two readers agree, settling, and being a blind reader."""
