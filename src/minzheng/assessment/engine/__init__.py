"""Sheets and scores as pure functions of frozen facts; no framework, so that any room may score by them."""
