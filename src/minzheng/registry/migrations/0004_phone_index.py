"""Phone numbers are found by a keyed index of the whole number; those kept already are indexed here."""

from django.db import migrations, models

from minzheng.services import vault

CONTEXT = "registry.Person.phone"


def index_kept_numbers(apps, schema_editor):
    people = apps.get_model("registry", "Person")._base_manager.filter(phone_sealed__isnull=False)
    for person in people.only("phone_sealed").iterator(chunk_size=1000):
        number = vault.open_sealed(bytes(person.phone_sealed), context=CONTEXT)
        person.phone_index = vault.index(number, context=CONTEXT)
        person.save(update_fields=["phone_index"])


class Migration(migrations.Migration):
    dependencies = [
        ('registry', '0003_supporters_and_states'),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="phone_index",
            field=models.BinaryField(blank=True, db_index=True, max_length=32, null=True, verbose_name="电话索引"),
        ),
        migrations.RunPython(index_kept_numbers, migrations.RunPython.noop),
    ]
