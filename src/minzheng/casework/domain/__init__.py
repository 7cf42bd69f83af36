"""Writes of casework, one module per station; a station looks only at those before it (import-linter)."""
