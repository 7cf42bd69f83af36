"""What the models say the database keeps, it keeps: an alteration of a field may take a rule away with its index."""

import re

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db


def standing():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind = 'i'")
            return {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name for (text,) in cursor.fetchall() for name in re.findall(r'"([^"]+)"', text)}


def test_every_constraint_and_index_of_a_model_stands_in_the_database():
    metas = [model._meta for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    wanted = {rule.name for meta in metas for rule in (*meta.constraints, *meta.indexes)}
    assert sorted(wanted - standing()) == []
