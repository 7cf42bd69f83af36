# Every table as it stands before the first release; a database made by an earlier checkout has them already.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('care', '0001_initial')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('casework', '0001_first_release'),
        ('registry', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='编号')),
                ('division_code', models.CharField(db_index=True, max_length=12, verbose_name='举办单位所在区划')),
                ('title', models.CharField(max_length=100, verbose_name='培训班')),
                ('content', models.TextField(verbose_name='培训内容')),
                ('organiser', models.CharField(max_length=100, verbose_name='培训机构')),
                ('place', models.CharField(max_length=100, verbose_name='上课地点')),
                ('days', models.JSONField(verbose_name='上课日期')),
                ('starts_on', models.DateField(verbose_name='第一天')),
                ('ends_on', models.DateField(verbose_name='最后一天')),
                ('capacity', models.PositiveIntegerField(verbose_name='名额')),
                ('seats_taken', models.PositiveIntegerField(default=0, verbose_name='已录取人数')),
                ('required_days', models.PositiveIntegerField(verbose_name='合格须出勤天数')),
                ('required_by', models.CharField(max_length=120, verbose_name='出勤要求的依据')),
                ('opened_at', models.DateTimeField(verbose_name='登记时间')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='停办时间')),
                ('cancel_reason', models.TextField(blank=True, verbose_name='停办原因')),
                ('cancelled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='停办人')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '技能培训班',
                'constraints': [models.CheckConstraint(condition=models.Q(('seats_taken__lte', models.F('capacity'))), name='care_no_place_twice'), models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='care_course_days_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_by__isnull', True), ('cancelled_at__isnull', True)), models.Q(('cancelled_by__isnull', False), ('cancelled_at__isnull', False)), _connector='OR'), name='care_course_cancelled_together')],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='编号')),
                ('employer', models.CharField(max_length=100, verbose_name='用人单位')),
                ('job', models.CharField(max_length=100, verbose_name='岗位')),
                ('from_on', models.DateField(verbose_name='上岗日期')),
                ('wage_fen', models.PositiveBigIntegerField(verbose_name='月工资（分）')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='离岗日期')),
                ('end_reason', models.TextField(blank=True, verbose_name='离岗原因')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='离岗登记时间')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='casework.case', verbose_name='办件')),
                ('change_report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.changereport', verbose_name='情况变化登记')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='离岗登记人')),
                ('offer', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='placement', to='casework.joboffer', verbose_name='就业介绍')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='就业人员')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '就业安置',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('person',), name='care_one_job_at_a_time'), models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('from_on')), _connector='OR'), name='care_job_ends_after'), models.CheckConstraint(condition=models.Q(models.Q(('ended_by__isnull', True), ('ended_at__isnull', True), ('ended_on__isnull', True)), models.Q(('ended_by__isnull', False), ('ended_at__isnull', False), ('ended_on__isnull', False)), _connector='OR'), name='care_placement_ended_together')],
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='编号')),
                ('division_code', models.CharField(max_length=12, verbose_name='所属区划')),
                ('target', models.CharField(choices=[('utilities', '水电气费减免'), ('housing', '公租房、住房救助'), ('medical', '医疗救助'), ('education', '教育救助'), ('employment', '就业救助'), ('legal_aid', '法律援助'), ('charity', '慈善帮扶'), ('disaster', '灾害救助')], max_length=16, verbose_name='转介事项')),
                ('office', models.CharField(max_length=100, verbose_name='受理单位')),
                ('reason', models.TextField(verbose_name='转介理由')),
                ('law', models.CharField(max_length=120, verbose_name='依据')),
                ('sent_on', models.DateField(verbose_name='转介日期')),
                ('due_on', models.DateField(verbose_name='反馈期限')),
                ('is_due_provisional', models.BooleanField(default=False, verbose_name='期限待节假日公布后核定')),
                ('due_counted', models.TextField(verbose_name='期限怎样算出')),
                ('sent_at', models.DateTimeField(verbose_name='登记时间')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='registry.household', verbose_name='家庭')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='为哪一位成员')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='转介人')),
            ],
            options={
                'verbose_name': '转介',
                'indexes': [models.Index(fields=['division_code', 'due_on'], name='care_referral_due'), models.Index(fields=['household'], name='care_referral_household')],
                'constraints': [models.CheckConstraint(condition=models.Q(('target__in', ['utilities', 'housing', 'medical', 'education', 'employment', 'legal_aid', 'charity', 'disaster'])), name='care_target_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('office', ''), _negated=True)), name='care_referral_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Vacancy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='编号')),
                ('division_code', models.CharField(db_index=True, max_length=12, verbose_name='登记单位所在区划')),
                ('employer', models.CharField(max_length=100, verbose_name='用人单位')),
                ('job', models.CharField(max_length=100, verbose_name='岗位')),
                ('place', models.CharField(max_length=100, verbose_name='工作地点')),
                ('needs', models.TextField(verbose_name='岗位要求')),
                ('wage_from_fen', models.PositiveBigIntegerField(verbose_name='月工资下限（分）')),
                ('wage_to_fen', models.PositiveBigIntegerField(verbose_name='月工资上限（分）')),
                ('openings', models.PositiveIntegerField(verbose_name='招用人数')),
                ('closes_on', models.DateField(blank=True, null=True, verbose_name='招用截止日期')),
                ('entered_at', models.DateTimeField(verbose_name='登记时间')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='关闭时间')),
                ('close_reason', models.TextField(blank=True, verbose_name='关闭原因')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='关闭人')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '岗位信息',
                'constraints': [models.CheckConstraint(condition=models.Q(('wage_from_fen__gt', 0), ('wage_to_fen__gte', models.F('wage_from_fen'))), name='care_wage_range'), models.CheckConstraint(condition=models.Q(models.Q(('closed_by__isnull', True), ('closed_at__isnull', True)), models.Q(('closed_by__isnull', False), ('closed_at__isnull', False)), _connector='OR'), name='care_vacancy_closed_together')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('enrolled', '已录取'), ('waiting', '候补'), ('left', '已退出'), ('passed', '已发合格证明')], max_length=12, verbose_name='状态')),
                ('enrolled_at', models.DateTimeField(verbose_name='报名时间')),
                ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='退出时间')),
                ('left_reason', models.TextField(blank=True, verbose_name='退出原因')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='casework.case', verbose_name='办件')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='care.course', verbose_name='培训班')),
                ('enrolled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报名登记人')),
                ('left_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='退出登记人')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='学员')),
            ],
            options={
                'verbose_name': '培训报名',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'left'), _negated=True), fields=('course', 'person'), name='care_enrolled_once'), models.CheckConstraint(condition=models.Q(models.Q(('left_by__isnull', True), ('left_at__isnull', True)), models.Q(('left_by__isnull', False), ('left_at__isnull', False)), _connector='OR'), name='care_enrolment_left_together')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('months', models.PositiveSmallIntegerField(verbose_name='上岗后第几个月')),
                ('opens_on', models.DateField(verbose_name='可以回访的第一天')),
                ('due_on', models.DateField(verbose_name='回访期限')),
                ('is_due_provisional', models.BooleanField(default=False, verbose_name='期限待节假日公布后核定')),
                ('due_counted', models.TextField(verbose_name='期限怎样算出')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='回访日期')),
                ('is_employed', models.BooleanField(blank=True, null=True, verbose_name='仍在岗')),
                ('wage_fen', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='现月工资（分）')),
                ('text', models.TextField(blank=True, verbose_name='回访情况')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='回访登记时间')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='回访人')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='care.placement', verbose_name='就业安置')),
            ],
            options={
                'verbose_name': '就业回访',
                'indexes': [models.Index(fields=['opens_on'], name='care_follow_up_opens')],
                'constraints': [models.UniqueConstraint(fields=('placement', 'months'), name='care_one_follow_up'), models.CheckConstraint(condition=models.Q(models.Q(('done_by__isnull', True), ('done_at__isnull', True), ('done_on__isnull', True), ('is_employed__isnull', True)), models.Q(('done_by__isnull', False), ('done_at__isnull', False), ('done_on__isnull', False), ('is_employed__isnull', False)), _connector='OR'), name='care_follow_up_done_together')],
            },
        ),
        migrations.CreateModel(
            name='ReferralAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('granted', '已给予帮扶'), ('refused', '不予帮扶'), ('other', '其他处理'), ('withdrawn', '本单位撤回')], max_length=12, verbose_name='结果')),
                ('text', models.TextField(verbose_name='办理情况')),
                ('amount_fen', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='金额（分）')),
                ('document_number', models.CharField(blank=True, max_length=80, verbose_name='反馈文书文号')),
                ('answered_on', models.DateField(verbose_name='反馈日期')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('referral', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='care.referral', verbose_name='转介')),
            ],
            options={
                'verbose_name': '转介反馈',
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['granted', 'refused', 'other', 'withdrawn'])), name='care_outcome_is_known'), models.CheckConstraint(condition=models.Q(('amount_fen__isnull', True), ('outcome', 'granted'), _connector='OR'), name='care_only_help_has_an_amount')],
            },
        ),
        migrations.CreateModel(
            name='Introduction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ground', models.CharField(blank=True, choices=[('illness', '本人患病或正在治疗'), ('care', '须照料老人、幼儿、病人或残疾人'), ('study', '正在上学或参加技能培训'), ('unsuited', '与健康状况、劳动能力不相适应'), ('conditions', '工资、劳动条件不符合法律规定'), ('distance', '路途过远，无法往返或住宿'), ('other_just', '其他正当理由'), ('none', '没有正当理由')], max_length=12, verbose_name='拒绝的理由')),
                ('offer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='introduction', to='casework.joboffer', verbose_name='就业介绍')),
                ('vacancy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='introductions', to='care.vacancy', verbose_name='岗位信息')),
            ],
            options={
                'verbose_name': '岗位介绍',
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('is_present', models.BooleanField(verbose_name='到课')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='更正原因')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='care.enrolment', verbose_name='学员')),
            ],
            options={
                'verbose_name': '出勤',
                'indexes': [models.Index(fields=['enrolment', 'day'], name='care_attendance_day')],
            },
        ),
        migrations.CreateModel(
            name='CarePaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(max_length=12, verbose_name='所属区划')),
                ('form', models.CharField(max_length=40, verbose_name='文书种类')),
                ('number', models.CharField(max_length=80, unique=True, verbose_name='编号')),
                ('data', models.JSONField(verbose_name='文书内容')),
                ('file', models.FileField(max_length=200, upload_to='', verbose_name='文件')),
                ('sha256', models.CharField(max_length=64, verbose_name='文件指纹')),
                ('issued_at', models.DateTimeField(verbose_name='制发时间')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='制发人')),
                ('enrolment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificate', to='care.enrolment', verbose_name='培训报名')),
                ('referral', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slip', to='care.referral', verbose_name='转介')),
            ],
            options={
                'verbose_name': '帮扶文书',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('enrolment__isnull', False), ('referral__isnull', True)), models.Q(('enrolment__isnull', True), ('referral__isnull', False)), _connector='OR'), name='care_paper_of_one')],
            },
        ),
    ]
