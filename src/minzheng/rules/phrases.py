"""The sentences that findings, traces and warnings are written in, marked for the catalogue.

They are frozen in Chinese with a determination; a page in English has them retold (kernel.phrasebook). Units and words
that stand for numbers are collected from `wording`; a test holds all of it against what the rules say.
"""


def _(text: str) -> str:
    return text


VALUES = (
    _("第%(n)s人"),
    _("%(start)s起%(found)s"),
    _("不清楚"),
    _("是"),
    _("否"),
)
COMPARISONS = (
    _("低于%(value)s"),
    _("不超过%(value)s"),
    _("不低于%(value)s"),
    _("高于%(value)s"),
    _("超出%(value)s"),
    _("不足%(value)s"),
    _("恰好相等"),
    _("不涉及"),
)
WARNINGS = (
    _("%(name)s：依据的%(reference)s已于%(day)s期满，暂按原值计算，请核对是否有新文件。"),
    _("%(name)s：%(where)s的数值%(value)s（%(reference)s）由%(level)s确定，%(day)s该级已无权确定，未采用。"),
    _("%(name)s：%(where)s的数值%(value)s（%(reference)s）由%(level)s确定，%(day)s该级已无权确定（%(law)s），未采用。"),
    _("%(name)s：%(where)s的数值%(value)s低于省级%(guidance)s，不得低于省级指导标准（%(law)s），按省级计算。"),
)
