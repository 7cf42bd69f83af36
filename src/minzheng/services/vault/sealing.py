"""Sealing one value, opening it, finding it again without opening any, and proving that a record is as it was written.

A sealed value: format byte 1, length of the key version, the key version, then nonce, ciphertext and tag. The context
("registry.Person.id_number") is associated data, so a value moved to another column does not open.
A stamp has the same form, with an HMAC in place of the ciphertext: only who has the key could have written it.
"""

import hmac
from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from minzheng.services.vault.errors import TamperedError
from minzheng.services.vault.provider import Provider, software

FORMAT = 1


def provider() -> Provider:
    """Return who does the cryptography: settings.VAULT_PROVIDER (dotted path of a callable), else our software."""
    path = getattr(settings, "VAULT_PROVIDER", "")
    if path:
        return import_string(path)()
    return software(tuple(settings.VAULT_ROOT_KEYS.items()), settings.VAULT_CURRENT_KEY)


def seal(plain: str, *, context: str) -> bytes:
    """Return the value sealed under the current key. Sealing twice gives different bytes."""
    keys = provider()
    version = keys.versions()[0]
    name = version.encode()
    return (
        bytes((FORMAT, len(name))) + name + keys.encrypt(plain.encode(), version=version, associated=context.encode())
    )


def open_sealed(blob: bytes | memoryview, *, context: str) -> str:
    """Return the plain value. Raises TamperedError (changed, cut, or of another context) and UnknownKeyError."""
    return opener(context=context)(blob)


def opener(*, context: str) -> Callable[[bytes | memoryview], str]:
    """Return what opens values of one context, as `open_sealed` does: the provider is looked up once for many."""
    keys, associated = provider(), context.encode()

    def opened(blob: bytes | memoryview) -> str:
        version, body = _split(bytes(blob))
        return keys.decrypt(body, version=version, associated=associated).decode()

    return opened


def key_version_of(blob: bytes | memoryview) -> str:
    """Return the version of the key a value was sealed with."""
    return _split(bytes(blob))[0]


def is_current(blob: bytes | memoryview) -> bool:
    """Whether the value is sealed with the current key."""
    return key_version_of(blob) == current_version()


def current_version() -> str:
    """Return the version of the key that new values are sealed and indexed with."""
    return provider().versions()[0]


def reseal(blob: bytes | memoryview, *, context: str) -> bytes:
    """Return the value under the current key: the same bytes if it already is. For key rotation, row by row."""
    return bytes(blob) if is_current(blob) else seal(open_sealed(blob, context=context), context=context)


def index(value: str, *, context: str) -> bytes:
    """Return the search index (32 bytes) of a normalised value under the current key: equal values, equal indexes.

    Normalising (full width, spaces, 15-digit ID to 18) is the caller's; parts of a value cannot be searched.
    """
    return _index(provider(), value, context, current_version())


def search_indexes(value: str, *, context: str) -> list[bytes]:
    """Return the indexes under all key versions, the current first: what to look for while a rotation is under way."""
    keys = provider()
    return [_index(keys, value, context, version) for version in keys.versions()]


def stamp(message: bytes, *, context: str) -> bytes:
    """Return the proof, under the current key, that a record was written by this installation and not changed since.

    The message must say unambiguously what it covers (names and lengths, not joined words); that is the caller's.
    """
    return stamper(context=context)(message)


def stamper(*, context: str) -> Callable[[bytes], bytes]:
    """Return what stamps messages of one context, as `stamp` does: the key is looked up once for many."""
    keys = provider()
    version = keys.versions()[0]
    name = version.encode()
    head, before = bytes((FORMAT, len(name))) + name, _before(context)
    return lambda message: head + keys.stamp(before + message, version=version)


def fits(proof: bytes | memoryview, message: bytes, *, context: str) -> bool:
    """Whether the stamp belongs to the message. A mangled stamp does not fit; raises UnknownKeyError."""
    return fitting(context=context)(proof, message)


def fitting(*, context: str) -> Callable[[bytes | memoryview, bytes], bool]:
    """Return what tells whether stamps belong to messages of one context, as `fits` does."""
    keys, before = provider(), _before(context)

    def fit(proof: bytes | memoryview, message: bytes) -> bool:
        try:
            version, found = _split(bytes(proof))
        except TamperedError:
            return False
        return hmac.compare_digest(found, keys.stamp(before + message, version=version))

    return fit


def _before(context: str) -> bytes:
    return context.encode() + b"\x00"


def _index(keys: Provider, value: str, context: str, version: str) -> bytes:
    return keys.mac(_before(context) + value.encode(), version=version)


def _split(blob: bytes) -> tuple[str, bytes]:
    """Return key version and the sealed rest; raise TamperedError for what never came from `seal`."""
    if len(blob) < 2 or blob[0] != FORMAT or len(blob) < 2 + blob[1]:
        raise TamperedError("不是本系统加密的数据，或密文不完整")
    end = 2 + blob[1]
    try:
        return blob[2:end].decode("ascii"), blob[end:]
    except UnicodeDecodeError:
        raise TamperedError("密文的密钥版本已损坏") from None
