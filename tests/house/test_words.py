"""What a person reads is Chinese: names of tables, columns, choices."""

import re

import pytest

from tests.house.storeys import own_models

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("model", [pytest.param(model, id=model._meta.label) for model in own_models()])
def test_tables_columns_and_choices_have_chinese_names(model):
    fields = [field for field in model._meta.concrete_fields if not field.auto_created and field.name != "id"]
    names = {field.name: str(field.verbose_name) for field in fields}
    names["(table)"] = str(model._meta.verbose_name)
    names |= {f"{field.name}={value}": str(label) for field in fields for value, label in field.flatchoices}

    assert {key: name for key, name in names.items() if not CHINESE.search(name)} == {}
