# Every table as it stands before the first release; a database made by an earlier checkout has them already.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('payments', '0001_initial')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('ledger', '0001_first_release'),
        ('registry', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Fund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, unique=True, verbose_name='资金代码')),
                ('name', models.CharField(max_length=80, verbose_name='资金名称')),
                ('program', models.CharField(max_length=40, verbose_name='救助项目')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('opened_at', models.DateTimeField(verbose_name='开立时间')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='开立人')),
            ],
            options={
                'verbose_name': '专项资金',
                'verbose_name_plural': '专项资金',
                'constraints': [models.UniqueConstraint(fields=('program', 'year'), name='one_fund_per_program_and_year')],
            },
        ),
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document_number', models.CharField(max_length=80, verbose_name='拨款文号')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('allocated_at', models.DateTimeField(verbose_name='入账时间')),
                ('allocated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('transfer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.transfer', verbose_name='流水')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='payments.fund', verbose_name='专项资金')),
            ],
            options={
                'verbose_name': '资金拨入',
                'verbose_name_plural': '资金拨入',
                'constraints': [models.UniqueConstraint(fields=('fund', 'document_number'), name='allocation_document_once'), models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='allocation_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='PayRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24, unique=True, verbose_name='发放批次')),
                ('program', models.CharField(max_length=40, verbose_name='救助项目')),
                ('program_name', models.CharField(max_length=40, verbose_name='项目名称')),
                ('month', models.CharField(max_length=7, verbose_name='发放月份')),
                ('state', models.CharField(choices=[('draft', '待审批'), ('approved', '已审批'), ('sent', '已送银行'), ('partially_returned', '部分退回'), ('reconciled', '已对账'), ('closed', '已办结'), ('cancelled', '已撤销')], default='draft', max_length=20, verbose_name='状态')),
                ('line_count', models.PositiveIntegerField(verbose_name='笔数')),
                ('person_count', models.PositiveIntegerField(verbose_name='保障人次')),
                ('total_fen', models.BigIntegerField(verbose_name='合计金额（分）')),
                ('held_count', models.PositiveIntegerField(verbose_name='暂缓笔数')),
                ('list_digest', models.CharField(max_length=64, verbose_name='清单摘要')),
                ('prepared_at', models.DateTimeField(verbose_name='编制时间')),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='审批时间')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销时间')),
                ('cancel_reason', models.CharField(blank=True, max_length=200, verbose_name='撤销理由')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审批人')),
                ('cancelled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤销人')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='办结人')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='payments.fund', verbose_name='专项资金')),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='编制人')),
            ],
            options={
                'verbose_name': '发放批次',
                'verbose_name_plural': '发放批次',
                'indexes': [models.Index(fields=['program', 'month'], name='payrun_program_month')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='payrun_approved_pair'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', True), ('cancelled_by__isnull', True)), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False)), _connector='OR'), name='payrun_cancelled_pair'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='payrun_closed_pair'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('prepared_by')), _negated=True), _connector='OR'), name='payrun_needs_two_people', violation_error_message='审批人与编制人不能是同一人'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'cancelled']), ('approved_by__isnull', False), _connector='OR'), name='payrun_beyond_draft_is_approved'), models.CheckConstraint(condition=models.Q(('state', 'cancelled'), ('cancelled_by__isnull', True), _connector='XOR'), name='payrun_cancelled_by_someone'), models.CheckConstraint(condition=models.Q(('state', 'closed'), ('closed_by__isnull', True), _connector='XOR'), name='payrun_closed_by_someone'), models.CheckConstraint(condition=models.Q(('line_count__gt', 0), ('total_fen__gt', 0)), name='payrun_pays_something'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'approved', 'sent', 'partially_returned', 'reconciled', 'closed', 'cancelled'])), name='payrun_state_is_known'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('program',), name='one_draft_per_program')],
            },
        ),
        migrations.CreateModel(
            name='PayLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField(verbose_name='序号')),
                ('serial', models.CharField(max_length=32, unique=True, verbose_name='流水号')),
                ('attempt', models.PositiveSmallIntegerField(verbose_name='第几次发放')),
                ('month', models.CharField(max_length=7, verbose_name='待遇月份')),
                ('household_number', models.CharField(max_length=24, verbose_name='户号')),
                ('payee_name', models.CharField(max_length=64, verbose_name='户名')),
                ('bank_name', models.CharField(max_length=64, verbose_name='开户行')),
                ('account_sealed', models.BinaryField(verbose_name='账号（密文）')),
                ('account_last4', models.CharField(max_length=4, verbose_name='账号末四位')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('person_count', models.PositiveSmallIntegerField(verbose_name='保障人数')),
                ('decision_id', models.BigIntegerField(verbose_name='依据的决定')),
                ('case_number', models.CharField(max_length=40, verbose_name='办件编号')),
                ('document_number', models.CharField(max_length=80, verbose_name='决定文号')),
                ('division_code', models.CharField(max_length=12, verbose_name='区划代码')),
                ('status', models.CharField(choices=[('pending', '待银行回盘'), ('paid', '已发放'), ('returned', '已退回'), ('cancelled', '随清单撤销')], default='pending', max_length=12, verbose_name='状态')),
                ('bank_message', models.CharField(blank=True, max_length=200, verbose_name='银行说明')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='回盘时间')),
                ('bank_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.bankaccount', verbose_name='收款账户')),
                ('due', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='ledger.due', verbose_name='应发待遇')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.household', verbose_name='家庭')),
                ('payee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='领款人')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='payments.payrun', verbose_name='发放批次')),
            ],
            options={
                'verbose_name': '发放明细',
                'verbose_name_plural': '发放明细',
                'indexes': [models.Index(models.F('run'), models.F('status'), name='payline_run_status'), models.Index(fields=['household', 'month'], name='payline_of_household'), models.Index(fields=['division_code'], name='payline_division')],
                'constraints': [models.UniqueConstraint(fields=('run', 'seq'), name='payline_place_in_run'), models.UniqueConstraint(fields=('due', 'attempt'), name='payline_attempt_once'), models.UniqueConstraint(condition=models.Q(('status__in', ('pending', 'paid'))), fields=('due',), name='one_live_line_per_due'), models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='payline_amount_is_positive'), models.CheckConstraint(condition=models.Q(('status__in', ['pending', 'paid', 'returned', 'cancelled'])), name='payline_status_is_known'), models.CheckConstraint(condition=models.Q(('status', 'pending'), ('settled_at__isnull', False), _connector='XOR'), name='payline_settled_when')],
            },
        ),
        migrations.CreateModel(
            name='HeldLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.CharField(max_length=7, verbose_name='待遇月份')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('case_number', models.CharField(max_length=40, verbose_name='办件编号')),
                ('reason', models.CharField(max_length=300, verbose_name='暂缓原因')),
                ('division_code', models.CharField(db_index=True, max_length=12, verbose_name='区划代码')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.household', verbose_name='家庭')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='held', to='payments.payrun', verbose_name='发放批次')),
            ],
            options={
                'verbose_name': '暂缓发放',
                'verbose_name_plural': '暂缓发放',
            },
        ),
        migrations.CreateModel(
            name='BankResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('sha256', models.CharField(max_length=64, unique=True, verbose_name='文件摘要')),
                ('content_sealed', models.BinaryField(verbose_name='文件内容（密文）')),
                ('paid_count', models.PositiveIntegerField(verbose_name='成功笔数')),
                ('paid_fen', models.BigIntegerField(verbose_name='成功金额（分）')),
                ('returned_count', models.PositiveIntegerField(verbose_name='退回笔数')),
                ('returned_fen', models.BigIntegerField(verbose_name='退回金额（分）')),
                ('read_at', models.DateTimeField(verbose_name='导入时间')),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导入人')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='payments.payrun', verbose_name='发放批次')),
            ],
            options={
                'verbose_name': '银行回盘',
                'verbose_name_plural': '银行回盘',
            },
        ),
        migrations.CreateModel(
            name='BankFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='文件名')),
                ('format_code', models.CharField(max_length=40, verbose_name='文件格式')),
                ('content_sealed', models.BinaryField(verbose_name='文件内容（密文）')),
                ('sha256', models.CharField(max_length=64, verbose_name='文件摘要')),
                ('line_count', models.PositiveIntegerField(verbose_name='笔数')),
                ('total_fen', models.BigIntegerField(verbose_name='合计金额（分）')),
                ('written_at', models.DateTimeField(verbose_name='导出时间')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导出人')),
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bank_file', to='payments.payrun', verbose_name='发放批次')),
            ],
            options={
                'verbose_name': '银行文件',
                'verbose_name_plural': '银行文件',
            },
        ),
    ]
