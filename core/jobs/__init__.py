"""What a background job is: its recipe, its folder, what it says and hears, and how it is started. No torch, no Qt."""
