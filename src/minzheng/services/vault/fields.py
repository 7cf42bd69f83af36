"""A column that seals what is put in and opens what is taken out. Every load opens it: use it where rows are few."""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from minzheng.services.vault.sealing import open_sealed, seal


class SealedTextField(models.BinaryField):
    """Python value: text or None; in the database: sealed bytes, bound to label, model and field.

    It cannot be compared in a query (sealing twice gives different bytes): keep an index column beside it.
    """

    @property
    def context(self) -> str:
        """Return what the sealed value is bound to, e.g. "registry.Person.phone"."""
        return f"{self.model._meta.label}.{self.name}"  # noqa: SLF001 - Django's public name for it

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """Seal on the way in."""
        sealed = seal(value, context=self.context) if isinstance(value, str) else value
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: Any, _expression: Any, _connection: BaseDatabaseWrapper) -> str | None:
        """Open on the way out."""
        return None if value is None else open_sealed(value, context=self.context)

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow only the question whether there is a value."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.context} 已加密，不能按内容查询：请用索引列（vault.search_indexes）")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:  # noqa: ARG002 - Django's signature
        """Refuse to write the plain value into a dump."""
        raise FieldError(f"{self.context} 已加密，不能导出明文：请用数据库备份")
