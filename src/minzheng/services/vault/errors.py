"""What can go wrong with sealed data: surprises, not refusals, so no door catches them. No message holds data."""


class VaultError(Exception):
    """Sealed data or keys are not what they should be."""


class TamperedError(VaultError):
    """The sealed bytes were changed, or belong to another field."""


class UnknownKeyError(VaultError):
    """The key version is not among the keys of this installation."""

    def __init__(self, version: str) -> None:
        """Name the version and the setting."""
        super().__init__(f"没有版本“{version}”的密钥：请检查 MINZHENG_VAULT_KEYS，旧密钥须保留到全部数据换钥之后")


class BadKeysError(VaultError):
    """The keys in the settings cannot be used."""
