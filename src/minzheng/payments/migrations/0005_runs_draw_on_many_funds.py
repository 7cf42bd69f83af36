from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0004_money_by_level'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='payrun',
            name='fund',
        ),
    ]
