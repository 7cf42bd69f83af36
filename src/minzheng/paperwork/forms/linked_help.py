"""Papers of linked help: the slip that goes to another office, the certificate of a course."""

from django.utils.translation import gettext_lazy as _

from minzheng.paperwork.forms.shape import Form, Grid, Group, Level, Shape, Subject, Text, Words, by_hand, of

FORMS = (
    Form(
        code="referral_slip",
        title=_("社会救助转介单"),
        shape=Shape.NOTICE,
        group=Group.OTHER,
        subject=Subject.GIVEN,
        level=Level.TOWNSHIP,
        law="社会救助法 第二十四条、第二十六条、第二十七条；社会救助暂行办法",
        is_issued=True,
        body=(
            Text("现将下列家庭（人员）转介贵单位，请依职责办理，并于{referral.due:12}前反馈办理结果。"),
            Grid(
                (
                    of("referral.target", "referral.head"),
                    of("referral.person"),
                    of("referral.address"),
                    of("referral.reason"),
                    of("referral.law"),
                ),
            ),
            Text("以下由受理单位填写，加盖公章后退回转介单位："),
            Grid((by_hand("办理结果", "金额（元）"), by_hand("文书文号", "办理日期")), title="办理反馈"),
            Words("办理情况", lines=3, signs=("经办人", "（盖章）")),
        ),
    ),
    Form(
        code="training_certificate",
        title=_("职业技能培训合格证明"),
        shape=Shape.NOTICE,
        group=Group.CERTIFICATE,
        subject=Subject.GIVEN,
        level=Level.COUNTY,
        law="就业促进法 第四十九条、第五十条；社会救助法 第二十七条",
        is_issued=True,
        body=(
            Text(
                "{training.person:8}同志于{training.from:12}至{training.until:12}参加{training.course:16}，"
                "应出勤{training.of_days:4}天，实际出勤{training.days:4}天，经考核合格，特此证明。"
            ),
            Grid((of("training.organiser"), of("training.place"), of("training.content"))),
        ),
    ),
)
