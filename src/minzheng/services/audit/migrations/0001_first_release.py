# Every table as it stands before the first release; a database made by an earlier checkout has them already.

import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('audit', '0001_initial')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ChainSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(unique=True, verbose_name='序号')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('last_event_id', models.PositiveBigIntegerField(verbose_name='截至审计记录')),
                ('heads', models.JSONField(verbose_name='链头')),
                ('key_version', models.CharField(max_length=16, verbose_name='密钥版本')),
                ('previous_digest', models.CharField(max_length=64, verbose_name='上一次封存的摘要')),
                ('digest', models.CharField(max_length=64, verbose_name='带密钥的摘要')),
            ],
            options={
                'verbose_name': '审计封存',
                'verbose_name_plural': '审计封存',
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain', models.CharField(max_length=120, verbose_name='链')),
                ('seq', models.PositiveBigIntegerField(verbose_name='序号')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('actor', models.CharField(blank=True, max_length=64, verbose_name='用户名')),
                ('actor_name', models.CharField(blank=True, max_length=64, verbose_name='办理人')),
                ('action', models.CharField(max_length=80, verbose_name='动作')),
                ('object_kind', models.CharField(max_length=80, verbose_name='对象类别')),
                ('object_id', models.CharField(max_length=64, verbose_name='对象编号')),
                ('division_code', models.CharField(blank=True, max_length=12, verbose_name='区划代码')),
                ('before', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name='变更前')),
                ('after', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name='变更后')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('previous_hash', models.CharField(max_length=64, verbose_name='上一条的摘要')),
                ('hash', models.CharField(max_length=64, verbose_name='摘要')),
            ],
            options={
                'verbose_name': '审计记录',
                'verbose_name_plural': '审计记录',
                'indexes': [models.Index(fields=['object_kind', 'object_id', 'at'], name='audit_event_of_object'), models.Index(fields=['actor', 'at'], name='audit_event_of_actor'), models.Index(fields=['division_code', 'at'], name='audit_event_of_division')],
                'constraints': [models.UniqueConstraint(fields=('chain', 'seq'), name='audit_event_once_per_place'), models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='audit_event_seq_from_one')],
            },
        ),
    ]
