"""The vault: ID, bank and phone numbers are sealed with SM4-GCM and found by an index of HMAC-SM3. It has no tables."""

from minzheng.services.vault.errors import BadKeysError, TamperedError, UnknownKeyError, VaultError
from minzheng.services.vault.sealing import (
    current_version,
    fits,
    fitting,
    index,
    is_current,
    key_version_of,
    open_sealed,
    opener,
    reseal,
    seal,
    search_indexes,
    stamp,
    stamper,
)

__all__ = [
    "BadKeysError",
    "TamperedError",
    "UnknownKeyError",
    "VaultError",
    "current_version",
    "fits",
    "fitting",
    "index",
    "is_current",
    "key_version_of",
    "open_sealed",
    "opener",
    "reseal",
    "seal",
    "search_indexes",
    "stamp",
    "stamper",
]
