"""What the texts say: pure functions over the printed tables. No framework, no clock, no guess."""
