# Every table as it stands before the first release; a database made by an earlier checkout has them already.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('assessment', '0001_initial')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='编号')),
                ('sheet_code', models.CharField(max_length=60, verbose_name='自评表')),
                ('sheet_version', models.PositiveSmallIntegerField(verbose_name='自评表版本')),
                ('sheet', models.JSONField(verbose_name='自评表内容')),
                ('division_code', models.CharField(db_index=True, max_length=12, verbose_name='所属区划')),
                ('unit_name', models.CharField(blank=True, max_length=80, verbose_name='单位名称')),
                ('period', models.CharField(max_length=6, verbose_name='评估期')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='第几次')),
                ('reopen_reason', models.TextField(blank=True, verbose_name='退回原因')),
                ('started_at', models.DateTimeField(verbose_name='开始填报时间')),
                ('previous', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='assessment.assessment', verbose_name='退回的自评')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='开始填报人')),
            ],
            options={
                'verbose_name': '规范化建设自评',
                'constraints': [models.UniqueConstraint(fields=('sheet_code', 'division_code', 'unit_name', 'period', 'version'), name='assessment_one_of_a_version'), models.CheckConstraint(condition=models.Q(models.Q(('previous__isnull', True), ('reopen_reason', ''), ('version', 1)), models.Q(('previous__isnull', False), ('version__gt', 1), models.Q(('reopen_reason', ''), _negated=True)), _connector='OR'), name='assessment_reopened_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opinion', models.TextField(verbose_name='复核意见')),
                ('points', models.DecimalField(decimal_places=2, max_digits=7, verbose_name='复核得分')),
                ('out_of', models.DecimalField(decimal_places=2, max_digits=7, verbose_name='应得分')),
                ('grade', models.CharField(max_length=20, verbose_name='等次')),
                ('score', models.JSONField(verbose_name='逐项得分')),
                ('closed_at', models.DateTimeField(verbose_name='确认时间')),
                ('assessment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='closing', to='assessment.assessment', verbose_name='自评')),
                ('closed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
            ],
            options={
                'verbose_name': '自评确认',
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=60, verbose_name='项目')),
                ('title', models.CharField(max_length=80, verbose_name='材料名称')),
                ('file', models.FileField(max_length=200, upload_to='', verbose_name='文件')),
                ('sha256', models.CharField(max_length=64, verbose_name='文件指纹')),
                ('size_bytes', models.PositiveIntegerField(verbose_name='大小（字节）')),
                ('media_type', models.CharField(max_length=40, verbose_name='文件类型')),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='assessment.assessment', verbose_name='自评')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '佐证材料',
            },
        ),
        migrations.CreateModel(
            name='FrozenFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, verbose_name='指标')),
                ('numerator', models.PositiveIntegerField(verbose_name='数量')),
                ('denominator', models.PositiveIntegerField(blank=True, null=True, verbose_name='总数')),
                ('lines', models.JSONField(default=list, verbose_name='逐件清单')),
                ('digest', models.CharField(max_length=64, verbose_name='清单指纹')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='assessment.assessment', verbose_name='自评')),
            ],
            options={
                'verbose_name': '冻结的指标',
                'constraints': [models.UniqueConstraint(fields=('assessment', 'code'), name='assessment_figure_frozen_once')],
            },
        ),
        migrations.CreateModel(
            name='ItemAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=60, verbose_name='项目')),
                ('points', models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True, verbose_name='评分')),
                ('is_yes', models.BooleanField(blank=True, null=True, verbose_name='是否')),
                ('numerator', models.PositiveIntegerField(blank=True, null=True, verbose_name='数量')),
                ('denominator', models.PositiveIntegerField(blank=True, null=True, verbose_name='总数')),
                ('words', models.TextField(blank=True, verbose_name='说明')),
                ('answered_at', models.DateTimeField(verbose_name='填写时间')),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='填写人')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='assessment.assessment', verbose_name='自评')),
            ],
            options={
                'verbose_name': '自评填写',
                'constraints': [models.CheckConstraint(condition=models.Q(('points__isnull', False), ('is_yes__isnull', False), ('numerator__isnull', False), _connector='OR'), name='assessment_answer_says_something'), models.CheckConstraint(condition=models.Q(('denominator__isnull', True), ('numerator__lte', models.F('denominator')), _connector='OR'), name='assessment_answer_is_a_share')],
            },
        ),
        migrations.CreateModel(
            name='ItemReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=60, verbose_name='项目')),
                ('points', models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True, verbose_name='复核评分')),
                ('reason', models.TextField(blank=True, verbose_name='理由')),
                ('reviewed_at', models.DateTimeField(verbose_name='复核时间')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='assessment.assessment', verbose_name='自评')),
                ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人')),
            ],
            options={
                'verbose_name': '项目复核',
                'constraints': [models.CheckConstraint(condition=models.Q(('points__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='assessment_changed_points_have_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('statement', models.TextField(blank=True, verbose_name='自评说明')),
                ('points', models.DecimalField(decimal_places=2, max_digits=7, verbose_name='自评得分')),
                ('out_of', models.DecimalField(decimal_places=2, max_digits=7, verbose_name='应得分')),
                ('grade', models.CharField(max_length=20, verbose_name='自评等次')),
                ('score', models.JSONField(verbose_name='逐项得分')),
                ('submitted_at', models.DateTimeField(verbose_name='提交时间')),
                ('assessment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='submission', to='assessment.assessment', verbose_name='自评')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提交人')),
            ],
            options={
                'verbose_name': '自评提交',
            },
        ),
    ]
