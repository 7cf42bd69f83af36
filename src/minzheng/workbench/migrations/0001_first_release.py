# Every table as it stands before the first release; a database made by an earlier checkout has them already.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('workbench', '0001_initial')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('casework', '0001_first_release'),
        ('registry', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=40, verbose_name='事项')),
                ('values_sealed', models.BinaryField(verbose_name='共同填写的内容（密文）')),
                ('done_at', models.DateTimeField(verbose_name='办理时间')),
                ('done_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                ('retry_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='retries', to='workbench.bulkact', verbose_name='重办自')),
            ],
            options={
                'verbose_name': '批量办理',
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='代办到')),
                ('reason', models.TextField(verbose_name='原因')),
                ('counts', models.JSONField(default=dict, verbose_name='移交数量')),
                ('handed_at', models.DateTimeField(verbose_name='移交时间')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='移交人')),
                ('handed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('taker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='接手人')),
            ],
            options={
                'verbose_name': '工作移交',
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='内容')),
                ('written_at', models.DateTimeField(verbose_name='留言时间')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='casework.case', verbose_name='办件')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='registry.household', verbose_name='家庭')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='留言人')),
            ],
            options={
                'verbose_name': '留言',
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('village_worker', '村（社区）协理员'), ('township_officer', '乡镇（街道）经办人'), ('county_officer', '县民政局经办人'), ('finance_officer', '财务人员'), ('leader', '局领导'), ('auditor', '审计人员')], max_length=24, verbose_name='角色')),
                ('taken_at', models.DateTimeField(verbose_name='领办时间')),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='放回时间')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='casework.case', verbose_name='办件')),
                ('passed_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='移交自')),
                ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='放回人')),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to=settings.AUTH_USER_MODEL, verbose_name='领办人')),
            ],
            options={
                'verbose_name': '领办',
                'indexes': [models.Index(condition=models.Q(('released_at__isnull', True)), fields=['taken_by'], name='workbench_claim_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('case', 'role'), name='workbench_claim_once'), models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', True), ('released_by__isnull', True)), models.Q(('released_at__isnull', False), ('released_by__isnull', False)), _connector='OR'), name='workbench_claim_released_together')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=160, verbose_name='表单')),
                ('values_sealed', models.BinaryField(verbose_name='已填内容（密文）')),
                ('saved_at', models.DateTimeField(verbose_name='保存时间')),
                ('passed_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='移交自')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to=settings.AUTH_USER_MODEL, verbose_name='填写人')),
            ],
            options={
                'verbose_name': '草稿',
                'constraints': [models.UniqueConstraint(fields=('staff', 'key'), name='workbench_draft_once')],
            },
        ),
        migrations.CreateModel(
            name='FormCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=80, verbose_name='表单')),
                ('division_code', models.CharField(max_length=12, verbose_name='所属村（社区）')),
                ('month', models.CharField(max_length=7, verbose_name='月份')),
                ('kept', models.PositiveIntegerField(verbose_name='预填后未改')),
                ('corrected', models.PositiveIntegerField(verbose_name='预填后更正')),
                ('typed', models.PositiveIntegerField(verbose_name='手工填写')),
                ('left_empty', models.PositiveIntegerField(verbose_name='没有填')),
                ('sent_at', models.DateTimeField(verbose_name='提交时间')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
            ],
            options={
                'verbose_name': '填表计数',
                'indexes': [models.Index(fields=['month', 'division_code'], name='workbench_form_month')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=80, verbose_name='页面')),
                ('doing', models.CharField(blank=True, max_length=40, verbose_name='正在办')),
                ('seen_at', models.DateTimeField(verbose_name='最近在此时间')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='工作人员')),
            ],
            options={
                'verbose_name': '正在查看',
                'indexes': [models.Index(fields=['subject', 'seen_at'], name='workbench_presence_subject')],
                'constraints': [models.UniqueConstraint(fields=('staff', 'subject'), name='workbench_presence_once')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(max_length=40, verbose_name='页面')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('query', models.CharField(max_length=500, verbose_name='筛选条件')),
                ('office', models.CharField(blank=True, max_length=200, verbose_name='科室')),
                ('is_shared', models.BooleanField(default=False, verbose_name='共享给同科室')),
                ('saved_at', models.DateTimeField(verbose_name='保存时间')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL, verbose_name='保存人')),
                ('passed_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='移交自')),
            ],
            options={
                'verbose_name': '保存的筛选',
                'indexes': [models.Index(fields=['page', 'office'], name='workbench_view_office')],
                'constraints': [models.UniqueConstraint(fields=('owner', 'page', 'name'), name='workbench_view_once')],
            },
        ),
        migrations.CreateModel(
            name='BulkRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_fen', models.BigIntegerField(blank=True, null=True, verbose_name='金额（分）')),
                ('result', models.CharField(choices=[('waiting', '还没有办'), ('done', '已办'), ('refused', '没有办成')], default='waiting', max_length=12, verbose_name='结果')),
                ('message', models.TextField(blank=True, verbose_name='说明')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='办完时间')),
                ('bulk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='workbench.bulkact', verbose_name='批量办理')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.case', verbose_name='办件')),
            ],
            options={
                'verbose_name': '批量办理明细',
                'constraints': [models.UniqueConstraint(fields=('bulk', 'case'), name='workbench_bulk_row_once')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='看到时间')),
                ('passed_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='移交自')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to=settings.AUTH_USER_MODEL, verbose_name='提到的人')),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='workbench.note', verbose_name='留言')),
            ],
            options={
                'verbose_name': '提醒',
                'indexes': [models.Index(condition=models.Q(('seen_at__isnull', True)), fields=['staff'], name='workbench_mention_open')],
                'constraints': [models.UniqueConstraint(fields=('note', 'staff'), name='workbench_mention_once')],
            },
        ),
    ]
