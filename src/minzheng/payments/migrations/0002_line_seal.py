"""Lines frozen before there were seals are sealed as they stand now; from here on a changed one shows."""

from django.db import migrations, models

from minzheng.payments.queries.line_seal import seal_of

GUARD = "guard_payments_payline_update"


def seal_old_lines(apps, schema_editor):
    """The guard steps aside in the open; post_migrate puts it back."""
    lines = apps.get_model("payments", "PayLine")._base_manager.using(schema_editor.connection.alias)
    if not lines.exists():
        return
    on_table = ' ON "payments_payline"' if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f'DROP TRIGGER IF EXISTS "{GUARD}"{on_table}')
    for line in lines.order_by("pk").iterator(chunk_size=2000):
        lines.filter(pk=line.pk).update(seal_form=1, seal=seal_of(line, 1))


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_first_release")]

    operations = [
        migrations.AddField("payline", "seal_form", models.PositiveSmallIntegerField("封印格式", null=True)),
        migrations.AddField("payline", "seal", models.BinaryField("封印", max_length=64, null=True)),
        migrations.RunPython(seal_old_lines, migrations.RunPython.noop),
        migrations.AlterField("payline", "seal_form", models.PositiveSmallIntegerField("封印格式")),
        migrations.AlterField("payline", "seal", models.BinaryField("封印", max_length=64)),
    ]
