# Every table as it stands before the first release; a database made by an earlier checkout has them already.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('paperwork', '0001_initial')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='IssuedPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=24, unique=True, verbose_name='查验码')),
                ('form', models.CharField(max_length=40, verbose_name='文书种类')),
                ('title', models.CharField(max_length=80, verbose_name='标题')),
                ('number', models.CharField(max_length=80, verbose_name='文号')),
                ('issuer', models.CharField(max_length=80, verbose_name='制发机关')),
                ('issued_on', models.DateField(verbose_name='制发日期')),
                ('content_sha256', models.CharField(max_length=64, verbose_name='内容指纹')),
                ('digest', models.CharField(max_length=64, verbose_name='带密钥的摘要')),
            ],
            options={
                'verbose_name': '已制发文书',
                'constraints': [models.UniqueConstraint(fields=('form', 'number'), name='paperwork_issued_once')],
            },
        ),
        migrations.CreateModel(
            name='VerifyCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visitor', models.CharField(max_length=64, verbose_name='来访者摘要')),
                ('window', models.PositiveBigIntegerField(verbose_name='时间窗')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='次数')),
            ],
            options={
                'verbose_name': '查验次数',
                'constraints': [models.UniqueConstraint(fields=('visitor', 'window'), name='paperwork_verify_window')],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=40, verbose_name='文书种类')),
                ('valid_from', models.DateField(verbose_name='自何日起')),
                ('opening', models.TextField(blank=True, verbose_name='开头语')),
                ('closing', models.TextField(blank=True, verbose_name='结束语')),
                ('contact', models.TextField(blank=True, verbose_name='联系方式')),
                ('proposed_at', models.DateTimeField(verbose_name='提出时间')),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='启用时间')),
                ('rejected_at', models.DateTimeField(blank=True, null=True, verbose_name='退回时间')),
                ('reject_reason', models.CharField(blank=True, max_length=200, verbose_name='退回原因')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='启用人')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('rejected_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='退回人')),
            ],
            options={
                'verbose_name': '文书用语',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('approved_by__isnull', True), ('approved_at__isnull', True)), models.Q(('approved_by__isnull', False), ('approved_at__isnull', False)), _connector='OR'), name='paperwork_wording_approved_together'), models.CheckConstraint(condition=models.Q(models.Q(('rejected_by__isnull', True), ('rejected_at__isnull', True)), models.Q(('rejected_by__isnull', False), ('rejected_at__isnull', False)), _connector='OR'), name='paperwork_wording_rejected_together'), models.CheckConstraint(condition=models.Q(('approved_at__isnull', True), ('rejected_at__isnull', True), _connector='OR'), name='paperwork_wording_one_answer'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='paperwork_wording_two_people')],
            },
        ),
        migrations.CreateModel(
            name='WordTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=40, verbose_name='文书种类')),
                ('version', models.PositiveIntegerField(verbose_name='版本')),
                ('file', models.FileField(max_length=200, upload_to='', verbose_name='模板文件')),
                ('file_name', models.CharField(max_length=120, verbose_name='原文件名')),
                ('sha256', models.CharField(max_length=64, verbose_name='文件指纹')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='启用时间')),
                ('rejected_at', models.DateTimeField(blank=True, null=True, verbose_name='退回时间')),
                ('reject_reason', models.CharField(blank=True, max_length=200, verbose_name='退回原因')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='启用人')),
                ('rejected_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='退回人')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': 'Word 模板',
                'constraints': [models.UniqueConstraint(fields=('form', 'version'), name='paperwork_template_version'), models.CheckConstraint(condition=models.Q(models.Q(('approved_by__isnull', True), ('approved_at__isnull', True)), models.Q(('approved_by__isnull', False), ('approved_at__isnull', False)), _connector='OR'), name='paperwork_template_approved_together'), models.CheckConstraint(condition=models.Q(models.Q(('rejected_by__isnull', True), ('rejected_at__isnull', True)), models.Q(('rejected_by__isnull', False), ('rejected_at__isnull', False)), _connector='OR'), name='paperwork_template_rejected_together'), models.CheckConstraint(condition=models.Q(('approved_at__isnull', True), ('rejected_at__isnull', True), _connector='OR'), name='paperwork_template_one_answer'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('uploaded_by')), _negated=True), _connector='OR'), name='paperwork_template_two_people')],
            },
        ),
        migrations.CreateModel(
            name='TemplatePreview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(verbose_name='查看时间')),
                ('seen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='查看人')),
                ('wording', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='previews', to='paperwork.wording', verbose_name='文书用语')),
                ('template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='previews', to='paperwork.wordtemplate', verbose_name='Word 模板')),
            ],
            options={
                'verbose_name': '预览记录',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('template__isnull', True), ('wording__isnull', False)), models.Q(('template__isnull', False), ('wording__isnull', True)), _connector='OR'), name='paperwork_preview_of_one')],
            },
        ),
    ]
