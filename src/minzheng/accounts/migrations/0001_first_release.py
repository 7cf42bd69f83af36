# Every table as it stands before the first release; a database made by an earlier checkout has them already.

import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_initial'), ('accounts', '0002_staff_language'), ('accounts', '0003_close_relatives')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Staff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('username', models.CharField(error_messages={'unique': '这个用户名已有人使用，请换一个'}, max_length=64, unique=True, validators=[django.contrib.auth.validators.ASCIIUsernameValidator()], verbose_name='用户名')),
                ('name', models.CharField(max_length=64, verbose_name='姓名')),
                ('role', models.CharField(choices=[('village_worker', '村（社区）协理员'), ('township_officer', '乡镇（街道）经办人'), ('county_officer', '县民政局经办人'), ('finance_officer', '财务人员'), ('leader', '局领导'), ('auditor', '审计人员')], max_length=24, verbose_name='角色')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='界面语言')),
                ('phone', models.CharField(blank=True, max_length=32, verbose_name='办公电话')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('password', models.CharField(max_length=128, verbose_name='密码')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='最近登录时间')),
                ('created_at', models.DateTimeField(blank=True, null=True, verbose_name='开通时间')),
            ],
            options={
                'verbose_name': '工作人员',
                'verbose_name_plural': '工作人员',
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['village_worker', 'township_officer', 'county_officer', 'finance_officer', 'leader', 'auditor'])), name='staff_role_is_known'), models.CheckConstraint(condition=models.Q(('language__in', ('', 'zh-hans', 'en'))), name='staff_language_is_known')],
            },
        ),
        migrations.CreateModel(
            name='StaffIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('id_number_sealed', models.BinaryField(verbose_name='公民身份号码（密文）')),
                ('id_number_index', models.BinaryField(db_index=True, max_length=32, verbose_name='公民身份号码索引')),
                ('id_number_key_version', models.CharField(max_length=8, verbose_name='密钥版本')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('recorder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('staff', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='identity', to=settings.AUTH_USER_MODEL, verbose_name='工作人员')),
            ],
            options={
                'verbose_name': '工作人员身份号码',
                'verbose_name_plural': '工作人员身份号码',
            },
        ),
        migrations.CreateModel(
            name='StaffArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(max_length=12, validators=[django.core.validators.RegexValidator('^[0-9]{12}\\Z', '区划代码应为 12 位数字')], verbose_name='区划代码')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to=settings.AUTH_USER_MODEL, verbose_name='工作人员')),
            ],
            options={
                'verbose_name': '管辖区域',
                'verbose_name_plural': '管辖区域',
                'constraints': [models.UniqueConstraint(fields=('staff', 'division_code'), name='staff_area_once')],
            },
        ),
    ]
