# Every table as it stands before the first release; a database made by an earlier checkout has them already.

from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('calendar', '0001_initial')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('date', models.DateField(primary_key=True, serialize=False, verbose_name='日期')),
                ('is_workday', models.BooleanField(verbose_name='是否工作日')),
                ('note', models.CharField(max_length=60, verbose_name='说明')),
                ('source', models.TextField(verbose_name='依据')),
            ],
            options={
                'verbose_name': '节假日与调休',
                'verbose_name_plural': '节假日与调休',
            },
        ),
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name='年份')),
                ('source', models.TextField(verbose_name='依据')),
                ('entered_by', models.CharField(max_length=150, null=True, verbose_name='录入人')),
                ('entered_at', models.DateTimeField(null=True, verbose_name='录入时间')),
            ],
            options={
                'verbose_name': '放假安排年度',
                'verbose_name_plural': '放假安排年度',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('entered_at__isnull', True), ('entered_by__isnull', True)), models.Q(('entered_at__isnull', False), ('entered_by__isnull', False)), _connector='OR'), name='calendar_year_entered_pair')],
            },
        ),
    ]
