"""Who does the cryptography: our own software, or a county's certified hardware that keeps the keys to itself."""

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from minzheng.services.vault.errors import BadKeysError, TamperedError, UnknownKeyError

NONCE_BYTES = 12
TAG_BYTES = 16
ROOT_BYTES = 32
VERSION = re.compile(r"[A-Za-z0-9._-]{1,16}\Z")


class Provider(Protocol):
    """What the vault needs. Keys are named by version and never leave the provider."""

    def encrypt(self, plain: bytes, *, version: str, associated: bytes) -> bytes:
        """Return nonce, ciphertext and tag of SM4-GCM, bound to `associated`."""

    def decrypt(self, sealed: bytes, *, version: str, associated: bytes) -> bytes:
        """Return the plain bytes; raise TamperedError if they or `associated` are not what was encrypted."""

    def mac(self, message: bytes, *, version: str) -> bytes:
        """Return HMAC-SM3 (32 bytes) under the index key of a version."""

    def stamp(self, message: bytes, *, version: str) -> bytes:
        """Return HMAC-SM3 (32 bytes) under the stamp key of a version."""

    def versions(self) -> list[str]:
        """Return all key versions, the current one first."""


class SoftwareProvider:
    """SM4-GCM (RFC 8998), HMAC-SM3 and HKDF-SM3 by the library `cryptography`.

    From each root key come three keys, to encrypt, for the search index and for stamps, so none tells about another.
    """

    def __init__(self, roots: Mapping[str, str], current: str) -> None:
        """Take the root keys (version → 64 hex digits). Raises BadKeysError, naming the setting and never the key."""
        self._current = current
        self._ciphers: dict[str, algorithms.SM4] = {}
        self._macs: dict[str, HMAC] = {}
        self._stamps: dict[str, HMAC] = {}
        for version, text in roots.items():
            root = _root(version, text)
            self._ciphers[version] = algorithms.SM4(_derive(root, "seal", version, 16))
            self._macs[version] = HMAC(_derive(root, "index", version, 32), hashes.SM3())
            self._stamps[version] = HMAC(_derive(root, "stamp", version, 32), hashes.SM3())
        if current not in self._ciphers:
            raise BadKeysError(f"MINZHENG_VAULT_CURRENT_KEY 指定的密钥版本“{current}”不在 MINZHENG_VAULT_KEYS 中")

    def __repr__(self) -> str:
        return f"<SoftwareProvider versions={self.versions()}>"

    def versions(self) -> list[str]:
        """Return all key versions, the current one first, then in the order of the setting from the newest."""
        return [self._current, *(version for version in reversed(self._ciphers) if version != self._current)]

    def encrypt(self, plain: bytes, *, version: str, associated: bytes) -> bytes:
        """Return nonce, ciphertext and tag. Random nonces allow 2^32 values per key (SP 800-38D)."""
        nonce = os.urandom(NONCE_BYTES)
        encryptor = Cipher(self._cipher(version), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(associated)
        return nonce + encryptor.update(plain) + encryptor.finalize() + encryptor.tag

    def decrypt(self, sealed: bytes, *, version: str, associated: bytes) -> bytes:
        """Return the plain bytes; raise TamperedError, UnknownKeyError."""
        if len(sealed) < NONCE_BYTES + TAG_BYTES:
            raise TamperedError("密文不完整")
        nonce, body, tag = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:-TAG_BYTES], sealed[-TAG_BYTES:]
        decryptor = Cipher(self._cipher(version), modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(associated)
        try:
            return decryptor.update(body) + decryptor.finalize()
        except InvalidTag:
            raise TamperedError("密文被改动，或不属于这一字段") from None

    def mac(self, message: bytes, *, version: str) -> bytes:
        """Return HMAC-SM3; raise UnknownKeyError."""
        return _mac(self._macs, message, version)

    def stamp(self, message: bytes, *, version: str) -> bytes:
        """Return HMAC-SM3; raise UnknownKeyError."""
        return _mac(self._stamps, message, version)

    def _cipher(self, version: str) -> algorithms.SM4:
        if version not in self._ciphers:
            raise UnknownKeyError(version)
        return self._ciphers[version]


@lru_cache(maxsize=8)
def software(roots: tuple[tuple[str, str], ...], current: str) -> SoftwareProvider:
    """Return the provider for these keys, derived once per process."""
    return SoftwareProvider(dict(roots), current)


def _mac(keys: Mapping[str, HMAC], message: bytes, version: str) -> bytes:
    if version not in keys:
        raise UnknownKeyError(version)
    mac = keys[version].copy()
    mac.update(message)
    return mac.finalize()


def _root(version: str, text: str) -> bytes:
    if not VERSION.match(version):
        raise BadKeysError(f"MINZHENG_VAULT_KEYS 的密钥版本“{version}”应为 1 至 16 位字母、数字、点、横线")
    try:
        root = bytes.fromhex(text)
    except ValueError:
        root = b""
    if len(root) != ROOT_BYTES:
        raise BadKeysError(f"MINZHENG_VAULT_KEYS 中版本“{version}”的密钥应为 64 位十六进制数字")
    return root


def _derive(root: bytes, purpose: str, version: str, length: int) -> bytes:
    info = f"minzheng/vault/{purpose}/{version}".encode()
    return HKDF(algorithm=hashes.SM3(), length=length, salt=None, info=info).derive(root)
