# Every table as it stands before the first release; a database made by an earlier checkout has them already.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('roster', '0001_initial'), ('roster', '0002_kept_file'), ('roster', '0003_kinds_of_imports')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('casework', '0001_first_release'),
        ('registry', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True, verbose_name='批次号')),
                ('kind', models.CharField(choices=[('takeover', '接管在发的户'), ('registration', '登记家庭和情况'), ('veterans', '登记优抚对象'), ('comparison', '只与系统比较')], default='takeover', max_length=16, verbose_name='导入的种类')),
                ('program', models.CharField(blank=True, max_length=40, verbose_name='救助项目')),
                ('file_name', models.CharField(max_length=255, verbose_name='文件名')),
                ('sha256', models.CharField(max_length=64, verbose_name='文件指纹')),
                ('sheets', models.JSONField(verbose_name='识别出的工作表')),
                ('division_code', models.CharField(db_index=True, max_length=12, verbose_name='区划代码')),
                ('state', models.CharField(choices=[('submitted', '待批准'), ('approved', '已导入'), ('rejected', '已退回')], default='submitted', max_length=12, verbose_name='状态')),
                ('households_total', models.PositiveIntegerField(verbose_name='文件中的户数')),
                ('households_good', models.PositiveIntegerField(verbose_name='可导入的户数')),
                ('households_imported', models.PositiveIntegerField(null=True, verbose_name='已导入的户数')),
                ('submitted_at', models.DateTimeField(verbose_name='提交时间')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='批准或退回时间')),
                ('reason', models.TextField(blank=True, verbose_name='退回原因')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准或退回人')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
            ],
            options={
                'verbose_name': '名册导入批次',
                'verbose_name_plural': '名册导入批次',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'rejected'), _negated=True), fields=('sha256', 'program'), name='roster_batch_file_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'takeover'), models.Q(('program', ''), _negated=True)), models.Q(('kind__in', ['registration', 'veterans']), ('program', '')), _connector='OR'), name='roster_batch_kind_has_program'), models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'approved', 'rejected'])), name='roster_batch_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'submitted')), models.Q(models.Q(('state', 'submitted'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='roster_batch_decided_pair'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='roster_batch_four_eyes'), models.CheckConstraint(condition=models.Q(('households_good__gt', 0)), name='roster_batch_has_households'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('households_imported__gt', 0), _connector='OR'), name='roster_batch_imports_something'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'rejected'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='roster_batch_reason')],
            },
        ),
        migrations.CreateModel(
            name='ImportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField(verbose_name='加密的原文件')),
                ('batch', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='file', to='roster.importbatch', verbose_name='批次')),
            ],
            options={
                'verbose_name': '提交的原文件',
                'verbose_name_plural': '提交的原文件',
            },
        ),
        migrations.CreateModel(
            name='ImportProblem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(blank=True, max_length=64, verbose_name='工作表')),
                ('row', models.PositiveIntegerField(null=True, verbose_name='行')),
                ('column', models.CharField(blank=True, max_length=80, verbose_name='列')),
                ('severity', models.CharField(choices=[('error', '错误'), ('warning', '提醒'), ('note', '说明')], max_length=8, verbose_name='轻重')),
                ('code', models.CharField(max_length=40, verbose_name='问题代码')),
                ('reason', models.TextField(verbose_name='原因')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='problems', to='roster.importbatch', verbose_name='批次')),
            ],
            options={
                'verbose_name': '导入问题',
                'verbose_name_plural': '导入问题',
                'constraints': [models.CheckConstraint(condition=models.Q(('severity__in', ['error', 'warning', 'note'])), name='roster_problem_severity_is_known')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(max_length=64, verbose_name='工作表')),
                ('row', models.PositiveIntegerField(verbose_name='行')),
                ('division_code', models.CharField(max_length=12, verbose_name='区划代码')),
                ('division_name', models.CharField(max_length=64, verbose_name='村（社区）')),
                ('head_name', models.CharField(max_length=64, verbose_name='户主')),
                ('document_number', models.CharField(blank=True, max_length=64, verbose_name='证号或文号')),
                ('household_number', models.CharField(blank=True, max_length=24, verbose_name='已登记的户号')),
                ('persons', models.PositiveSmallIntegerField(verbose_name='登记人数')),
                ('amount_fen', models.BigIntegerField(verbose_name='月发放金额（分）')),
                ('from_month', models.CharField(blank=True, max_length=7, verbose_name='起始月份')),
                ('account_last4', models.CharField(blank=True, max_length=4, verbose_name='账号末四位')),
                ('sealed', models.BinaryField(verbose_name='加密的户资料')),
                ('left_out_reason', models.TextField(blank=True, verbose_name='未导入原因')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='roster.importbatch', verbose_name='批次')),
                ('decision', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.decision', verbose_name='接管的决定')),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.household', verbose_name='导入的户')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='登记的人员')),
            ],
            options={
                'verbose_name': '待导入的户',
                'verbose_name_plural': '待导入的户',
                'constraints': [models.UniqueConstraint(fields=('batch', 'sheet', 'row'), name='roster_row_once'), models.UniqueConstraint(condition=models.Q(('decision__isnull', False)), fields=('household',), name='roster_row_takes_over_once'), models.CheckConstraint(condition=models.Q(models.Q(('amount_fen__gt', 0), models.Q(('document_number', ''), _negated=True)), models.Q(('account_last4', ''), ('amount_fen', 0), ('document_number', ''), ('from_month', '')), _connector='OR'), name='roster_row_amount'), models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', True), ('household__isnull', True), ('person__isnull', True)), models.Q(('decision__isnull', False), ('household__isnull', False), ('left_out_reason', ''), ('person__isnull', True)), models.Q(('amount_fen', 0), ('decision__isnull', True), ('left_out_reason', ''), models.Q(models.Q(('household__isnull', False), ('person__isnull', True)), models.Q(('household__isnull', True), ('person__isnull', False)), _connector='OR')), _connector='OR'), name='roster_row_imported_whole')],
            },
        ),
    ]
