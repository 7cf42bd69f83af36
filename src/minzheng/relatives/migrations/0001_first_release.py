# Every table as it stands before the first release; a database made by an earlier checkout has them already.

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('relatives', '0001_close_relatives'), ('relatives', '0002_custody_agreements')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('registry', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='CommitteeMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_index=True, max_length=12, validators=[django.core.validators.RegexValidator('^[0-9]{12}\\Z', '区划代码应为 12 位数字')], verbose_name='村（社区）')),
                ('name', models.CharField(max_length=64, verbose_name='姓名')),
                ('post', models.CharField(choices=[('director', '主任'), ('deputy', '副主任'), ('member', '委员')], max_length=12, verbose_name='职务')),
                ('id_number_sealed', models.BinaryField(verbose_name='公民身份号码（密文）')),
                ('id_number_index', models.BinaryField(db_index=True, max_length=32, verbose_name='公民身份号码索引')),
                ('id_number_key_version', models.CharField(max_length=8, verbose_name='密钥版本')),
                ('from_on', models.DateField(verbose_name='任职起始日')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='任职截止日（含当日）')),
                ('entered_at', models.DateTimeField(verbose_name='登记时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='离任登记时间')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='离任登记人')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '村（居）委会成员',
                'verbose_name_plural': '村（居）委会成员',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('until_on__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('until_on__isnull', False)), _connector='OR'), name='relatives_member_ended_together'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='relatives_member_period'), models.CheckConstraint(condition=models.Q(('post__in', ['director', 'deputy', 'member'])), name='relatives_member_post')],
            },
        ),
        migrations.CreateModel(
            name='CustodyAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_for', models.CharField(blank=True, max_length=64, verbose_name='代签的监护人')),
                ('holder_name', models.CharField(max_length=64, verbose_name='代管人姓名')),
                ('id_number_sealed', models.BinaryField(verbose_name='公民身份号码（密文）')),
                ('id_number_index', models.BinaryField(db_index=True, max_length=32, verbose_name='公民身份号码索引')),
                ('id_number_key_version', models.CharField(max_length=8, verbose_name='密钥版本')),
                ('relation', models.CharField(max_length=100, verbose_name='代管人与该户的关系')),
                ('reason', models.TextField(verbose_name='代管原因')),
                ('from_on', models.DateField(verbose_name='代管起始日')),
                ('until_on', models.DateField(verbose_name='代管截止日（含当日）')),
                ('file', models.FileField(max_length=200, upload_to='', verbose_name='协议原件')),
                ('sha256', models.CharField(max_length=64, verbose_name='文件指纹')),
                ('size_bytes', models.PositiveIntegerField(verbose_name='大小（字节）')),
                ('media_type', models.CharField(max_length=40, verbose_name='文件类型')),
                ('filed_at', models.DateTimeField(verbose_name='备案时间')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='核实时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='终止时间')),
                ('end_reason', models.TextField(blank=True, verbose_name='终止原因')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核实人')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='终止登记人')),
                ('filed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='备案人')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custody_agreements', to='registry.household', verbose_name='家庭')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custody_agreements', to='registry.person', verbose_name='委托人')),
            ],
            options={
                'verbose_name': '代管协议',
                'verbose_name_plural': '代管协议',
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='relatives_custody_period'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('confirmed_by', models.F('filed_by')), _negated=True)), _connector='OR'), name='relatives_custody_confirmed_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='relatives_custody_ended_together')],
            },
        ),
        migrations.CreateModel(
            name='DeclaredRelative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_index=True, max_length=12, validators=[django.core.validators.RegexValidator('^[0-9]{12}\\Z', '区划代码应为 12 位数字')], verbose_name='区划代码')),
                ('relation', models.CharField(choices=[('spouse', '配偶'), ('parent', '父母'), ('child', '子女'), ('sibling', '兄弟姐妹'), ('grandparent', '祖父母、外祖父母'), ('grandchild', '孙子女、外孙子女')], max_length=12, verbose_name='亲属是其何人')),
                ('name', models.CharField(max_length=64, verbose_name='亲属姓名')),
                ('id_number_sealed', models.BinaryField(verbose_name='公民身份号码（密文）')),
                ('id_number_index', models.BinaryField(db_index=True, max_length=32, verbose_name='公民身份号码索引')),
                ('id_number_key_version', models.CharField(max_length=8, verbose_name='密钥版本')),
                ('declared_at', models.DateTimeField(verbose_name='申报时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='终止时间')),
                ('end_reason', models.TextField(blank=True, verbose_name='终止原因')),
                ('committee_member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='declared_relatives', to='relatives.committeemember', verbose_name='村（居）委会成员')),
                ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申报登记人')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='终止登记人')),
                ('staff', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='declared_relatives', to=settings.AUTH_USER_MODEL, verbose_name='工作人员')),
            ],
            options={
                'verbose_name': '近亲属申报',
                'verbose_name_plural': '近亲属申报',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('committee_member__isnull', False), ('staff__isnull', True)), models.Q(('committee_member__isnull', True), ('staff__isnull', False)), _connector='OR'), name='relatives_declared_by_one_official'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='relatives_declared_ended_together'), models.CheckConstraint(condition=models.Q(('relation__in', ['spouse', 'parent', 'child', 'sibling', 'grandparent', 'grandchild'])), name='relatives_declared_relation'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('staff__isnull', False)), fields=('staff', 'id_number_index'), name='relatives_declared_once_by_staff'), models.UniqueConstraint(condition=models.Q(('committee_member__isnull', False), ('ended_at__isnull', True)), fields=('committee_member', 'id_number_index'), name='relatives_declared_once_by_member')],
            },
        ),
    ]
