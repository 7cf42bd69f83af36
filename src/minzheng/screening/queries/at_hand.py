"""Whether the registry can be read as columns. Imports nothing of the extra `[scale]` itself."""

import importlib.util

from django.db import connection


def is_installed() -> bool:
    """Whether what columns are read with is installed."""
    wanted = ["numpy", "pyarrow", *(["adbc_driver_postgresql"] if connection.vendor == "postgresql" else [])]
    return all(importlib.util.find_spec(module) is not None for module in wanted)


def can_read() -> bool:
    """Whether columns can be read here and now: the extra is installed, and nothing is waiting to be committed.

    From PostgreSQL they are read by a connection of their own, which sees only what was committed.
    """
    if not is_installed():
        return False
    return connection.vendor == "sqlite" or not connection.in_atomic_block
