"""The class manager: what classes there are, what uses them, and changing them."""
