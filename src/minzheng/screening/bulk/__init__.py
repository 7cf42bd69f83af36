"""Families in files: a county from its database, a nation on a cluster. Django never starts here."""
