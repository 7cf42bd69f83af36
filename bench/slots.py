"""Measurements that need a database, Parquet or Spark: each returns its ratio, or None while it is not measured."""


def parquet_decode() -> float | None:
    """Return our rate, Parquet in and Parquet out, over the rate of merely decoding the same columns."""
    return None


def peak_5m_1m() -> float | None:
    """Return the peak memory of 5 M households over that of 1 M, read from Parquet in shards."""
    return None


def orm_roundtrip() -> float | None:
    """Return the time by ORM iterators and bulk_create over ours: PostgreSQL in, proposals written back."""
    return None


def bare_roundtrip() -> float | None:
    """Return our time over that of the bare read and write: PostgreSQL in, proposals written back."""
    return None


def spark() -> dict[str, float]:
    """Return what Spark took beside the local run, by name of the ratio."""
    return {}
