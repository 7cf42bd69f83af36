"""What the wording of a calculation sheet consists of, marked for the catalogue: values with their units, comparisons.

`wording.say` and `findings` write these in Chinese, and so they are frozen with a determination; a page in English has
them retold (kernel.phrasebook). A test holds this list against every unit and relation.
"""


def _(text: str) -> str:
    return text


VALUES = (
    _("%(n)s元"),
    _("%(n)s元/人·月"),
    _("%(n)s元/户·月"),
    _("%(n)s个月"),
    _("%(n)s周岁"),
    _("%(n)s人"),
    _("%(n)s辆"),
    _("%(n)s套"),
    _("%(n)s级"),
    _("%(n)s倍年标准/人"),
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
