"""Whatever reaches a person, or stands in a division, can be read only inside a declared area."""

import pytest
from django.db.models import CharField

from minzheng.accounts.scope import AreaManager, ScopeError, within
from minzheng.kernel.division import Area
from tests.house.storeys import own_models

# What is left out, and why nobody sees more than they may through it.
UNSCOPED = {
    "accounts.StaffArea": "says what each person's area is, so it is read before any area is declared",
    "claims.Hospital": "an institution any officer names in a claim; no person hangs on it, its page is the county's",
    "claims.Campaign": "a year of the whole county; the people on its rosters are scoped by their own division",
    "audit.AuditEvent": "lies below accounts; read through queries.of_object, after its object was found in the area",
}


def reaches_a_person(model, seen=frozenset()):
    if model._meta.label in ("registry.Person", "registry.Household"):
        return True
    targets = [field.related_model for field in model._meta.concrete_fields if field.is_relation]
    return any(reaches_a_person(target, seen | {model}) for target in targets if target not in seen | {model})


def stands_in_a_division(model):
    return any(field.name == "division_code" for field in model._meta.concrete_fields)


def models_to_scope():
    found = [model for model in own_models() if reaches_a_person(model) or stands_in_a_division(model)]
    return [pytest.param(model, id=model._meta.label) for model in found if model._meta.label not in UNSCOPED]


@pytest.mark.parametrize("model", models_to_scope())
def test_every_manager_is_scoped(model):
    assert {manager.name for manager in model._meta.managers if not isinstance(manager, AreaManager)} == set()
    assert isinstance(model._default_manager, AreaManager)


@pytest.mark.parametrize("model", models_to_scope())
def test_a_query_without_an_area_raises(model):
    with pytest.raises(ScopeError):
        list(model._default_manager.all())


@pytest.mark.django_db
@pytest.mark.parametrize("model", models_to_scope())
def test_the_scope_is_a_division_code_that_is_never_empty(model):
    *path, last = model._default_manager.scope_field.split("__")
    owner = model
    for name in path:
        step = owner._meta.get_field(name)
        assert not step.null, f"{name} may be empty: such a row would be seen by nobody"
        owner = step.related_model
    code = owner._meta.get_field(last)

    assert (type(code), code.max_length, code.null) == (CharField, 12, False)
    with within(Area.of("420581")):
        assert model._default_manager.exists() is False


def test_what_is_left_out_still_exists():
    assert set(UNSCOPED) <= {model._meta.label for model in own_models()}
