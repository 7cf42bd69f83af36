"""Notices of decisions. What decides on rights carries the remedies, or it is not issued."""

from django.utils.translation import gettext_lazy as _

from minzheng.paperwork.forms.shape import Form, Group, Level, Lines, Rows, Shape, Subject, Text

_BODY = (
    Text("{paper.opening}"),
    Lines("decision.lines", title="一、决定", blank=3),
    Lines("decision.facts", title="二、查明的事实", blank=3),
    Rows("conditions", "conditions", title="三、逐项条件"),
    Rows("calculation", "calculation", title="四、计算过程"),
    Lines("decision.laws", title="五、法律依据", blank=2),
    Text("{paper.closing}"),
)


def _decision(code: str, title: object, law: str) -> Form:
    return Form(
        code=code, title=title, has_program_title=True, shape=Shape.NOTICE, group=Group.DECISION,
        subject=Subject.DECISION, level=Level.COUNTY, law=law, needs_remedies=True, is_issued=True, receipt=True,
        body=_BODY,
    )  # fmt: skip


FORMS = (
    _decision(
        "confirmation", _("社会救助确认告知书"), "社会救助法 第四十四条、第四十五条；民发〔2021〕57号 第二十三条"
    ),
    _decision("refusal", _("社会救助不予确认告知书"), "社会救助法 第四十五条；民发〔2021〕57号 第二十一条"),
    _decision("change", _("社会救助变更告知书"), "社会救助法 第四十六条、第四十八条；民发〔2021〕57号 第三十一条"),
    _decision("termination", _("社会救助终止告知书"), "社会救助法 第四十六条、第四十八条；民发〔2021〕57号 第三十一条"),
    _decision("gradual_exit", _("社会救助渐退告知书"), "社会救助法 第四十六条、第四十八条；民发〔2022〕83号"),
    _decision("suspension", _("社会救助停发告知书"), "社会救助法 第四十六条、第四十八条"),
    _decision("restoration", _("社会救助恢复发放告知书"), "社会救助法 第四十六条"),
    Form(
        code="penalty_advance",
        title=_("行政处罚事先告知书"),
        shape=Shape.NOTICE,
        group=Group.SUPERVISION,
        subject=Subject.GIVEN,
        level=Level.COUNTY,
        law="行政处罚法 第四十四条、第六十三条、第六十四条",
        is_issued=True,
        receipt=True,
        body=(
            Text("经调查，现将拟对您作出行政处罚的事实、理由、依据和您的权利告知如下："),
            Lines("offence.facts", title="一、违法事实", blank=4),
            Lines("offence.evidence", title="二、证据", blank=3),
            Lines("offence.laws", title="三、处罚依据", blank=2),
            Lines("offence.lines", title="四、拟作出的处罚", blank=3),
            Text("五、您依法享有陈述、申辩的权利。{offence.hearing}"),
        ),
    ),
    Form(
        code="penalty",
        title=_("行政处罚决定书"),
        shape=Shape.NOTICE,
        group=Group.SUPERVISION,
        subject=Subject.GIVEN,
        level=Level.COUNTY,
        law="行政处罚法 第五十七条、第五十九条；社会救助法 第七十三条",
        needs_remedies=True,
        is_issued=True,
        receipt=True,
        body=(
            Text("您骗取社会救助一案，经调查终结，现作出如下决定："),
            Lines("offence.facts", title="一、违法事实", blank=4),
            Lines("offence.evidence", title="二、证据", blank=3),
            Lines("offence.laws", title="三、处罚依据", blank=2),
            Lines("offence.lines", title="四、处罚内容", blank=3),
            Text(
                "五、履行方式和期限：{offence.payment}到期不缴纳罚款的，每日按罚款数额的百分之三加处罚款，加处罚款不超过罚款数额。"
            ),
        ),
    ),
    Form(
        code="recovery",
        title=_("退回救助金决定书"),
        shape=Shape.NOTICE,
        group=Group.SUPERVISION,
        subject=Subject.GIVEN,
        level=Level.COUNTY,
        law="社会救助法 第七十三条；民发〔2022〕83号",
        needs_remedies=True,
        is_issued=True,
        receipt=True,
        body=(
            Text("经核实，您领取的{program.name:10}中有不应发给的部分，现决定如下："),
            Lines("offence.facts", title="一、查明的事实", blank=4),
            Text("二、应退回金额：{recovery.amount:16}。原因：{recovery.reason:24}"),
            Text("三、退回方式和期限：{recovery.plan:30}"),
            Lines("offence.laws", title="四、依据", blank=2),
        ),
    ),
)
