"""Relations between tables point down the house, also those written as text, which import-linter does not see."""

import pytest

from tests.house.storeys import own_models, storey_of


def relations():
    for model in own_models():
        for field in model._meta.get_fields():
            target = field.related_model
            forward = field.is_relation and not field.auto_created
            if forward and target is not None and target.__module__.startswith("minzheng."):
                yield pytest.param(model, target, id=f"{model._meta.label}.{field.name}")


@pytest.mark.parametrize(("model", "target"), list(relations()))
def test_a_relation_points_down_or_stays_in_its_app(model, target):
    same_app = model._meta.app_label == target._meta.app_label

    assert same_app or storey_of(target) < storey_of(model)
