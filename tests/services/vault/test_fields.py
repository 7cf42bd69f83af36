"""A column that holds sealed bytes and gives back text."""

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, models

from minzheng.services import vault
from minzheng.services.vault.fields import SealedTextField


class Envelope(models.Model):
    phone = SealedTextField(null=True)

    class Meta:
        app_label = "field_test"


@pytest.fixture
def table(db):
    editor = connection.SchemaEditorClass(connection, atomic=False)
    editor.deferred_sql = []
    editor.create_model(Envelope)


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM field_test_envelope")
        return cursor.fetchone()[0]


def test_text_goes_in_sealed_and_comes_out_as_text(table):
    Envelope.objects.create(phone="13800000000")

    assert Envelope.objects.get().phone == "13800000000"
    assert b"13800000000" not in bytes(stored())
    assert vault.open_sealed(stored(), context="field_test.Envelope.phone") == "13800000000"


def test_nothing_stays_nothing(table):
    Envelope.objects.create(phone=None)

    assert Envelope.objects.get().phone is None
    assert stored() is None
    assert Envelope.objects.filter(phone__isnull=True).count() == 1


def test_an_update_seals_too(table):
    Envelope.objects.create(phone=None)
    Envelope.objects.update(phone="0717-4821234")

    assert Envelope.objects.get().phone == "0717-4821234"


def test_the_content_cannot_be_asked_for(table):
    with pytest.raises(FieldError, match=r"field_test\.Envelope\.phone 已加密，不能按内容查询"):
        Envelope.objects.filter(phone="13800000000")


def test_the_plain_text_does_not_leave_in_a_dump(table):
    with pytest.raises(FieldError, match="不能导出明文"):
        serializers.serialize("json", [Envelope(phone="13800000000")])
