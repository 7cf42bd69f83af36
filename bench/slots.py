"""Measurements that need a database, Parquet or Spark: each returns its ratio, or None while it is not measured."""

import parquet
import roundtrip

MILLION = 1_000_000


def parquet_decode() -> float | None:
    """Return our rate, Parquet in and Parquet out, over the rate of merely decoding the same columns; one worker."""
    parquet.apart("written", MILLION)
    seconds = parquet.apart("rates", MILLION, 1)
    assert isinstance(seconds, dict)
    return round(seconds["decode"] / seconds["reckon"], 3)


def peak_5m_1m() -> float | None:
    """Return the peak memory of 5 M households over that of 1 M, read from Parquet in shards."""
    for size in (MILLION, 5 * MILLION):
        parquet.apart("written", size)
    one, five = parquet.apart("peak", MILLION), parquet.apart("peak", 5 * MILLION)
    assert isinstance(one, int | float)
    assert isinstance(five, int | float)
    return round(five / one, 3)


def orm_roundtrip() -> float | None:
    """Return the time by ORM iterators and bulk_create over ours: PostgreSQL in, proposals written back."""
    ratio: float = roundtrip.apart()["orm_roundtrip"]
    return ratio


def bare_roundtrip() -> float | None:
    """Return our time over that of the bare read and write: PostgreSQL in, proposals written back."""
    ratio: float = roundtrip.apart()["bare_roundtrip"]
    return ratio


def spark() -> dict[str, float]:
    """Return what Spark took beside the local run, by name of the ratio."""
    return {}
