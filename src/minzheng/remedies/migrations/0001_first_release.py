# Every table as it stands before the first release; a database made by an earlier checkout has them already.

import django.db.models.deletion
import minzheng.services.vault.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('remedies', '0001_initial')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('casework', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='RemedyFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='编号')),
                ('kind', models.CharField(choices=[('review', '行政复议'), ('litigation', '行政诉讼'), ('petition', '信访'), ('information', '政府信息公开申请'), ('complaint', '投诉举报')], max_length=12, verbose_name='种类')),
                ('state', models.CharField(choices=[('received', '已登记'), ('accepted', '已受理'), ('decided', '已作出结论'), ('recheck', '复查中'), ('rechecked', '已复查'), ('final', '复核中'), ('closed', '已办结'), ('not_accepted', '不予受理'), ('withdrawn', '已撤回')], default='received', max_length=14, verbose_name='状态')),
                ('division_code', models.CharField(db_index=True, max_length=12, verbose_name='所属区划')),
                ('document_number', models.CharField(blank=True, max_length=60, verbose_name='针对的文号')),
                ('person_name', models.CharField(blank=True, max_length=64, verbose_name='申请人（匿名留空）')),
                ('contact', minzheng.services.vault.fields.SealedTextField(blank=True, null=True, verbose_name='联系方式（密文）')),
                ('channel', models.CharField(choices=[('visit', '来访'), ('letter', '来信'), ('hotline', '热线电话'), ('online', '网络'), ('body', '复议机关或法院送达')], max_length=12, verbose_name='来源')),
                ('body', models.CharField(max_length=100, verbose_name='办理机关')),
                ('request', models.TextField(verbose_name='请求和理由')),
                ('filed_on', models.DateField(verbose_name='提出日期')),
                ('received_on', models.DateField(verbose_name='收到日期')),
                ('known_on', models.DateField(blank=True, null=True, verbose_name='知道决定之日')),
                ('was_told_of_remedy', models.BooleanField(default=True, verbose_name='决定告知了救济途径')),
                ('remedy_known_on', models.DateField(blank=True, null=True, verbose_name='知道救济途径之日')),
                ('last_day_on', models.DateField(blank=True, null=True, verbose_name='提出期限')),
                ('last_day_counted', models.TextField(blank=True, verbose_name='提出期限怎样算出')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='下一期限')),
                ('is_due_provisional', models.BooleanField(default=False, verbose_name='期限待节假日公布后核定')),
                ('due_counted', models.TextField(blank=True, verbose_name='期限怎样算出')),
                ('opened_at', models.DateTimeField(verbose_name='登记时间')),
                ('after_review', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lawsuits', to='remedies.remedyfile', verbose_name='此前的复议')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='remedies', to='casework.case', verbose_name='涉及的案件')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='remedies', to='casework.decision', verbose_name='针对的决定')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '救济与投诉',
                'indexes': [models.Index(fields=['state', 'due_on'], name='remedies_state_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['review', 'litigation', 'petition', 'information', 'complaint'])), name='remedies_kind_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['received', 'accepted', 'decided', 'recheck', 'rechecked', 'final', 'closed', 'not_accepted', 'withdrawn'])), name='remedies_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('person_name', ''), _negated=True), ('kind', 'complaint'), _connector='OR'), name='remedies_only_complaints_are_anonymous'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['review', 'litigation']), _negated=True), models.Q(('known_on__isnull', False), models.Q(('document_number', ''), _negated=True)), _connector='OR'), name='remedies_a_review_names_its_decision')],
            },
        ),
        migrations.CreateModel(
            name='RemedyStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('accept', '受理'), ('not_accept', '不予受理'), ('copy', '收到申请书（起诉状）副本'), ('answer', '提交书面答复和证据'), ('extend', '延长期限'), ('decide', '作出结论'), ('recheck', '当事人请求复查'), ('decide_recheck', '作出复查意见'), ('final', '当事人请求复核'), ('decide_final', '作出复核意见'), ('feedback', '答复本人'), ('carry_out', '落实结论'), ('withdraw', '撤回'), ('close', '办结')], max_length=16, verbose_name='事项')),
                ('on', models.DateField(verbose_name='日期')),
                ('text', models.TextField(blank=True, verbose_name='内容')),
                ('document_number', models.CharField(blank=True, max_length=80, verbose_name='文号')),
                ('outcome', models.CharField(blank=True, choices=[('upheld', '维持'), ('changed', '变更'), ('revoked', '撤销'), ('redo', '撤销并责令重新作出'), ('perform', '责令履行'), ('unlawful', '确认违法'), ('dismissed', '驳回'), ('settled', '调解、和解'), ('supported', '支持'), ('partly', '部分支持'), ('not_supported', '不予支持'), ('disclosed', '予以公开'), ('partly_disclosed', '部分公开'), ('not_disclosed', '不予公开或信息不存在'), ('true', '属实'), ('partly_true', '部分属实'), ('untrue', '不属实')], max_length=20, verbose_name='结论')),
                ('is_simplified', models.BooleanField(default=False, verbose_name='适用简易程序')),
                ('extended_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='延长天数')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='remedies.remedyfile', verbose_name='案卷')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '办理记录',
                'indexes': [models.Index(fields=['file', 'kind'], name='remedies_step_of_file')],
            },
        ),
        migrations.CreateModel(
            name='SuspensionOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document_number', models.CharField(max_length=80, verbose_name='停止执行文号')),
                ('reason', models.TextField(verbose_name='停止执行的理由')),
                ('ordered_on', models.DateField(verbose_name='停止执行日期')),
                ('entered_at', models.DateTimeField(verbose_name='登记时间')),
                ('lifted_on', models.DateField(blank=True, null=True, verbose_name='恢复执行日期')),
                ('lift_reason', models.TextField(blank=True, verbose_name='恢复执行的依据')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='恢复登记时间')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspensions', to='remedies.remedyfile', verbose_name='案卷')),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='恢复登记人')),
            ],
            options={
                'verbose_name': '停止执行',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', True), ('lifted_on__isnull', True)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False), ('lifted_on__isnull', False)), _connector='OR'), name='remedies_suspension_lifted_together'), models.UniqueConstraint(condition=models.Q(('lifted_on__isnull', True)), fields=('file',), name='remedies_one_suspension_at_a_time')],
            },
        ),
    ]
