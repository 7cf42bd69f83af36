# Every table as it stands before the first release; a database made by an earlier checkout has them already.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('archive', '0001_volumes')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('casework', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Volume',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='档号')),
                ('division_code', models.CharField(db_index=True, max_length=12, verbose_name='所属村（社区）')),
                ('archive_class', models.CharField(choices=[('approval', '审批类'), ('daily', '日常管理类')], max_length=10, verbose_name='类别')),
                ('part', models.PositiveSmallIntegerField(verbose_name='卷次')),
                ('title', models.CharField(max_length=200, verbose_name='题名')),
                ('benefit_ended_on', models.DateField(blank=True, null=True, verbose_name='停止享受日期')),
                ('filed_at', models.DateTimeField(verbose_name='立卷时间')),
                ('filed_on', models.DateField(verbose_name='立卷日期')),
                ('retain_until', models.DateField(verbose_name='保管至（含当日）')),
                ('retention_source', models.TextField(verbose_name='保管期限依据')),
                ('item_count', models.PositiveSmallIntegerField(verbose_name='件数')),
                ('page_count', models.PositiveIntegerField(verbose_name='页数')),
                ('state', models.CharField(choices=[('kept', '在档'), ('handed_over', '已移交档案馆'), ('destroyed', '已销毁')], default='kept', max_length=12, verbose_name='状态')),
                ('file', models.FileField(max_length=200, upload_to='', verbose_name='合订本')),
                ('sha256', models.CharField(max_length=64, verbose_name='文件指纹')),
                ('size_bytes', models.PositiveBigIntegerField(verbose_name='大小（字节）')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='volumes', to='casework.case', verbose_name='案件')),
                ('filed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='立卷人')),
            ],
            options={
                'verbose_name': '档案',
                'verbose_name_plural': '档案',
                'indexes': [models.Index(fields=['state', 'retain_until'], name='archive_volume_due')],
                'constraints': [models.UniqueConstraint(fields=('case', 'archive_class', 'part'), name='archive_volume_once'), models.CheckConstraint(condition=models.Q(('state__in', ['kept', 'handed_over', 'destroyed'])), name='archive_volume_state')],
            },
        ),
        migrations.CreateModel(
            name='RetentionPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('archive_class', models.CharField(choices=[('approval', '审批类'), ('daily', '日常管理类')], max_length=10, verbose_name='类别')),
                ('from_on', models.DateField(verbose_name='自何日起')),
                ('years', models.PositiveSmallIntegerField(verbose_name='保管年数')),
                ('source', models.CharField(max_length=200, verbose_name='批准文件')),
                ('set_at', models.DateTimeField(verbose_name='设定时间')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='设定人')),
            ],
            options={
                'verbose_name': '本地保管期限',
                'verbose_name_plural': '本地保管期限',
                'constraints': [models.UniqueConstraint(fields=('archive_class', 'from_on'), name='archive_period_once'), models.CheckConstraint(condition=models.Q(('years__gt', 0)), name='archive_period_years')],
            },
        ),
        migrations.CreateModel(
            name='Lending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('borrower', models.CharField(max_length=64, verbose_name='借阅人')),
                ('unit', models.CharField(max_length=100, verbose_name='借阅单位')),
                ('purpose', models.CharField(max_length=200, verbose_name='用途')),
                ('due_on', models.DateField(verbose_name='应还日期')),
                ('lent_at', models.DateTimeField(verbose_name='借出时间')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='归还时间')),
                ('lent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人')),
                ('returned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='归还登记人')),
                ('volume', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lendings', to='archive.volume', verbose_name='档案')),
            ],
            options={
                'verbose_name': '档案借阅',
                'verbose_name_plural': '档案借阅',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('returned_at__isnull', True), ('returned_by__isnull', True)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False)), _connector='OR'), name='archive_lending_returned'), models.UniqueConstraint(condition=models.Q(('returned_at__isnull', True)), fields=('volume',), name='archive_lent_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('title', models.CharField(max_length=200, verbose_name='材料名称')),
                ('dated_on', models.DateField(blank=True, null=True, verbose_name='日期')),
                ('first_page', models.PositiveIntegerField(verbose_name='页号')),
                ('page_count', models.PositiveIntegerField(verbose_name='页数')),
                ('is_inside', models.BooleanField(verbose_name='已并入合订本')),
                ('record', models.CharField(max_length=80, verbose_name='来源记录')),
                ('sha256', models.CharField(max_length=64, verbose_name='文件指纹')),
                ('stored_name', models.CharField(blank=True, max_length=200, verbose_name='存放的文件')),
                ('volume', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='archive.volume', verbose_name='档案')),
            ],
            options={
                'verbose_name': '卷内材料',
                'verbose_name_plural': '卷内材料',
                'constraints': [models.UniqueConstraint(fields=('volume', 'seq'), name='archive_item_once')],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list_number', models.CharField(max_length=60, verbose_name='移交清册号')),
                ('receiver', models.CharField(max_length=100, verbose_name='接收单位和接收人')),
                ('handed_on', models.DateField(verbose_name='移交日期')),
                ('handed_at', models.DateTimeField(verbose_name='登记时间')),
                ('handed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='移交人')),
                ('volume', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='handover', to='archive.volume', verbose_name='档案')),
            ],
            options={
                'verbose_name': '档案移交',
                'verbose_name_plural': '档案移交',
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('retain', '继续保管'), ('destroy', '销毁')], max_length=10, verbose_name='鉴定意见')),
                ('retain_until', models.DateField(blank=True, null=True, verbose_name='继续保管至')),
                ('reason', models.TextField(verbose_name='理由')),
                ('proposed_at', models.DateTimeField(verbose_name='鉴定时间')),
                ('state', models.CharField(choices=[('proposed', '待批准'), ('approved', '已批准'), ('rejected', '未同意')], default='proposed', max_length=10, verbose_name='状态')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='批准时间')),
                ('answer', models.TextField(blank=True, verbose_name='批准意见')),
                ('destroyed', models.JSONField(default=list, verbose_name='销毁清册')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='鉴定人')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('volume', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='archive.volume', verbose_name='档案')),
            ],
            options={
                'verbose_name': '档案鉴定',
                'verbose_name_plural': '档案鉴定',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='archive_assessment_settled'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('volume',), name='archive_one_open_assessment'), models.CheckConstraint(condition=models.Q(models.Q(('retain_until__isnull', False), ('verdict', 'retain')), models.Q(('retain_until__isnull', True), ('verdict', 'destroy')), _connector='OR'), name='archive_assessment_verdict'), models.CheckConstraint(condition=models.Q(('settled_by__isnull', True), models.Q(('settled_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='archive_assessment_two_people')],
            },
        ),
    ]
