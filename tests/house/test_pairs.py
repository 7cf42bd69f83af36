"""Who did it and when it was done are both known or both unknown, by a constraint in the database."""

import pytest
from django.db.models import CheckConstraint

from tests.house.storeys import own_models


def pairs():
    for model in own_models():
        names = {field.name: field for field in model._meta.concrete_fields}
        for name, field in names.items():
            by = names.get(name.removesuffix("_at").removesuffix("_on") + "_by")
            if name.endswith(("_at", "_on")) and by is not None and (field.null or by.null):
                yield pytest.param(model, name, by.name, id=f"{model._meta.label}.{name}")


@pytest.mark.parametrize(("model", "moment", "person"), list(pairs()))
def test_moment_and_person_are_constrained_together(model, moment, person):
    checks = [check.condition for check in model._meta.constraints if isinstance(check, CheckConstraint)]

    assert any({f"{moment}__isnull", f"{person}__isnull"} <= set(names_in(condition)) for condition in checks)


def names_in(condition):
    for part in condition.children:
        if isinstance(part, tuple):
            yield part[0]
        else:
            yield from names_in(part)
