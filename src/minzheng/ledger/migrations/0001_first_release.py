# Every table as it stands before the first release; a database made by an earlier checkout has them already.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('ledger', '0001_initial')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80, unique=True, verbose_name='账户代码')),
                ('name', models.CharField(max_length=120, verbose_name='账户名称')),
                ('kind', models.CharField(choices=[('source', '财政拨入'), ('available', '可用资金'), ('reserved', '已审批待发放'), ('paid', '已发放')], max_length=16, verbose_name='账户类别')),
                ('fund_code', models.CharField(db_index=True, max_length=64, verbose_name='资金代码')),
                ('may_go_negative', models.BooleanField(default=False, verbose_name='允许为负')),
                ('balance_fen', models.BigIntegerField(default=0, verbose_name='余额（分）')),
                ('last_transfer_id', models.BigIntegerField(default=0, verbose_name='最近一笔流水')),
                ('opened_at', models.DateTimeField(verbose_name='开户时间')),
            ],
            options={
                'verbose_name': '账户',
                'verbose_name_plural': '账户',
                'constraints': [models.CheckConstraint(condition=models.Q(('balance_fen__gte', 0), ('may_go_negative', True), _connector='OR'), name='account_never_overdrawn', violation_error_message='账户余额不足，不能透支'), models.CheckConstraint(condition=models.Q(('kind', 'source'), ('may_go_negative', False), _connector='OR'), name='only_a_source_may_go_negative'), models.CheckConstraint(condition=models.Q(('kind__in', ['source', 'available', 'reserved', 'paid'])), name='account_kind_is_known'), models.UniqueConstraint(models.F('fund_code'), models.F('kind'), name='one_account_per_fund_and_kind')],
            },
        ),
        migrations.CreateModel(
            name='Due',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('household_id', models.BigIntegerField(verbose_name='家庭')),
                ('payee_id', models.BigIntegerField(verbose_name='领款人')),
                ('program', models.CharField(max_length=40, verbose_name='救助项目')),
                ('month', models.CharField(max_length=7, verbose_name='待遇月份')),
                ('kind', models.CharField(choices=[('regular', '当月待遇'), ('arrears', '补发'), ('correction', '更正')], default='regular', max_length=16, verbose_name='类别')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('source_room', models.CharField(max_length=24, verbose_name='来源模块')),
                ('decision_id', models.BigIntegerField(verbose_name='依据的决定')),
                ('case_number', models.CharField(max_length=40, verbose_name='办件编号')),
                ('document_number', models.CharField(max_length=80, verbose_name='决定文号')),
                ('person_count', models.PositiveSmallIntegerField(verbose_name='保障人数')),
                ('division_code', models.CharField(db_index=True, max_length=12, verbose_name='区划代码')),
                ('made_by', models.CharField(max_length=64, verbose_name='经手人')),
                ('made_at', models.DateTimeField(verbose_name='生成时间')),
            ],
            options={
                'verbose_name': '应发待遇',
                'verbose_name_plural': '应发待遇',
                'indexes': [models.Index(fields=['program', 'month'], name='due_program_month')],
                'constraints': [models.UniqueConstraint(fields=('household_id', 'program', 'month', 'kind'), name='household_due_once_a_month'), models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='due_amount_is_positive'), models.CheckConstraint(condition=models.Q(('kind__in', ['regular', 'arrears', 'correction'])), name='due_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='DuePerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(verbose_name='保障对象')),
                ('program', models.CharField(max_length=40, verbose_name='救助项目')),
                ('month', models.CharField(max_length=7, verbose_name='待遇月份')),
                ('kind', models.CharField(choices=[('regular', '当月待遇'), ('arrears', '补发'), ('correction', '更正')], default='regular', max_length=16, verbose_name='类别')),
                ('due', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='ledger.due', verbose_name='应发待遇')),
            ],
            options={
                'verbose_name': '应发待遇的保障对象',
                'verbose_name_plural': '应发待遇的保障对象',
                'constraints': [models.UniqueConstraint(fields=('person_id', 'program', 'month', 'kind'), name='person_due_once_a_month'), models.CheckConstraint(condition=models.Q(('kind__in', ['regular', 'arrears', 'correction'])), name='due_person_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('why', models.CharField(choices=[('allocation', '资金拨入'), ('reserve', '审批发放清单，预留'), ('post', '银行发放成功'), ('void', '银行退回，释放预留'), ('late_return', '发放成功后银行退款'), ('reversal', '冲正')], max_length=16, verbose_name='事由')),
                ('reference_kind', models.CharField(max_length=40, verbose_name='关联对象类别')),
                ('reference_id', models.CharField(max_length=64, verbose_name='关联对象')),
                ('idempotency_key', models.CharField(max_length=120, unique=True, verbose_name='防重键')),
                ('division_code', models.CharField(db_index=True, max_length=12, verbose_name='区划代码')),
                ('month', models.CharField(max_length=7, verbose_name='所属月份')),
                ('made_by', models.CharField(max_length=64, verbose_name='经手人')),
                ('made_at', models.DateTimeField(verbose_name='记账时间')),
                ('credit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='ledger.account', verbose_name='收入账户')),
                ('debit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='debits', to='ledger.account', verbose_name='付出账户')),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='ledger.transfer', verbose_name='冲正的流水')),
            ],
            options={
                'verbose_name': '流水',
                'verbose_name_plural': '流水',
                'indexes': [models.Index(fields=['reference_kind', 'reference_id'], name='transfer_reference')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='transfer_amount_is_positive'), models.CheckConstraint(condition=models.Q(('debit', models.F('credit')), _negated=True), name='transfer_between_two_accounts'), models.CheckConstraint(condition=models.Q(('why__in', ['allocation', 'reserve', 'post', 'void', 'late_return', 'reversal'])), name='transfer_why_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('reverses__isnull', False), ('why', 'reversal')), models.Q(models.Q(('why', 'reversal'), _negated=True), ('reverses__isnull', True)), _connector='OR'), name='a_reversal_names_what_it_reverses')],
            },
        ),
    ]
