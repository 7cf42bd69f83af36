"""Families in files: a county from its database, a nation on a cluster. No database is asked here, Django never starts."""
