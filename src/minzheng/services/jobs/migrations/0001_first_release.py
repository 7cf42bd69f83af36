# Every table as it stands before the first release; a database made by an earlier checkout has them already.

from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('jobs', '0001_initial')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, unique=True, verbose_name='代码')),
                ('next_at', models.DateTimeField(verbose_name='下次时间')),
                ('last_at', models.DateTimeField(blank=True, null=True, verbose_name='上次时间')),
                ('last_message', models.TextField(blank=True, verbose_name='上次结果')),
                ('failures', models.PositiveIntegerField(default=0, verbose_name='连续失败次数')),
            ],
            options={
                'verbose_name': '定时任务',
            },
        ),
        migrations.CreateModel(
            name='JobRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32, unique=True, verbose_name='任务编号')),
                ('kind', models.CharField(max_length=40, verbose_name='种类')),
                ('key', models.CharField(blank=True, max_length=120, verbose_name='防重键')),
                ('payload', models.JSONField(default=dict, verbose_name='参数')),
                ('queued_by', models.CharField(max_length=64, verbose_name='交办人用户名')),
                ('queued_by_name', models.CharField(max_length=64, verbose_name='交办人')),
                ('queued_at', models.DateTimeField(verbose_name='交办时间')),
                ('state', models.CharField(choices=[('queued', '排队中'), ('running', '办理中'), ('done', '已完成'), ('failed', '没有办成'), ('cancelled', '已取消')], default='queued', max_length=12, verbose_name='状态')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='已办')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='总数')),
                ('message', models.TextField(blank=True, verbose_name='说明')),
                ('claim', models.CharField(blank=True, max_length=32, verbose_name='领取号')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='领取次数')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='开始时间')),
                ('heartbeat_at', models.DateTimeField(blank=True, null=True, verbose_name='最近心跳')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('is_cancel_asked', models.BooleanField(default=False, verbose_name='已要求取消')),
                ('result', models.JSONField(default=dict, verbose_name='结果')),
                ('file', models.FileField(blank=True, max_length=200, upload_to='', verbose_name='结果文件')),
                ('file_name', models.CharField(blank=True, max_length=120, verbose_name='文件名')),
            ],
            options={
                'verbose_name': '后台任务',
                'indexes': [models.Index(fields=['state', 'queued_at'], name='jobs_run_queue'), models.Index(fields=['queued_by', '-queued_at'], name='jobs_run_of_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('key', ''), _negated=True), ('state__in', ['queued', 'running'])), fields=('key',), name='jobs_run_once_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), models.Q(('claim', ''), _negated=True), ('heartbeat_at__isnull', False)), models.Q(models.Q(('state', 'running'), _negated=True), ('claim', '')), _connector='OR'), name='jobs_run_claimed_while_running')],
            },
        ),
    ]
