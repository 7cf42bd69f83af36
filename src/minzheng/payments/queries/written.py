"""Values as canonical JSON writes them, one by one: what digests and seals of 100,000 lines are made over."""

import json
from collections.abc import Callable, Iterable
from json.encoder import encode_basestring
from typing import Any

ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=lambda value: bytes(value).hex())


class _Writers(dict[type, Callable[[Any], str]]):
    """How a value of a type is written; whatever is not named here, by the encoder itself."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        return ENCODER.encode


WRITERS = _Writers(
    {
        str: encode_basestring,
        int: int.__repr__,
        type(None): lambda _value: "null",
        bytes: lambda value: f'"{value.hex()}"',
    }
)


def written(values: Iterable[Any]) -> list[str]:
    """Return each value as JSON, bytes in hex: exactly what `ENCODER` writes, without setting it up for each line."""
    return [WRITERS[type(value)](value) for value in values]
