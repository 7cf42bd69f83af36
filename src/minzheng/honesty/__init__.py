"""Honesty: what was promised, what was got without right, what it costs, and how it is paid back."""
