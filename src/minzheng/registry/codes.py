"""Do codes fit: a relation the sexes of both (GB/T 4761), a disability its list (GB/T 26341)?"""

import re

from django.utils.translation import gettext as _

from minzheng.kernel.wording import listed
from minzheng.registry.enums import (
    FEMALE_HEAD_RELATIONS,
    FEMALE_RELATIONS,
    MALE_HEAD_RELATIONS,
    MALE_RELATIONS,
    ConditionKind,
    DisabilityKind,
    Employment,
    LabourCapacity,
    PreferentialClass,
    Relation,
    SelfCare,
    Sex,
)

RELATIONS = frozenset(Relation.values)


def check_relation(code: str, *, sex: str, head_sex: str) -> None:
    """Raise ValueError if the relation is unknown or contradicts the member's or the head's sex (GB/T 4761)."""
    if code not in RELATIONS:
        raise ValueError(_("与户主关系“%(code)s”不是 GB/T 4761 的代码，请改填代码表中的关系") % {"code": code})
    label = Relation(code).label
    if code == Relation.SELF:
        raise ValueError(_("与户主关系不能填“本人（01）”。这个人若是户主，请填“户主（02）”"))
    if (code in MALE_RELATIONS and sex != Sex.MALE) or (code in FEMALE_RELATIONS and sex != Sex.FEMALE):
        raise ValueError(
            _("与户主关系“%(label)s”与性别不符：身份证号码显示为%(sex)s性，请核对关系或号码")
            % {"label": label, "sex": Sex(sex).label}
        )
    if (code in MALE_HEAD_RELATIONS and head_sex != Sex.MALE) or (
        code in FEMALE_HEAD_RELATIONS and head_sex != Sex.FEMALE
    ):
        raise ValueError(
            _("与户主关系“%(label)s”与户主性别不符：户主为%(head_sex)s性，请核对关系或户主")
            % {"label": label, "head_sex": Sex(head_sex).label}
        )
    if code == Relation.SPOUSE and sex == head_sex:
        raise ValueError(
            _("与户主关系“%(label)s”与性别不符：两人均为%(sex)s性，请核对关系或号码")
            % {"label": label, "sex": Sex(sex).label}
        )


CODED_CONDITIONS = {
    ConditionKind.LABOUR_CAPACITY.value: LabourCapacity,
    ConditionKind.EMPLOYMENT.value: Employment,
    ConditionKind.SELF_CARE.value: SelfCare,
    ConditionKind.PREFERENTIAL_TREATMENT.value: PreferentialClass,
}


def check_condition(kind: str, code: str) -> str:
    """Return the code of a circumstance if its kind has such a code (or none); else raise ValueError."""
    if kind == ConditionKind.DISABILITY:
        return check_disability(code)
    choices = CODED_CONDITIONS.get(kind)
    if choices is not None and code not in choices.values:
        known = listed(str(label) for label in choices.labels)
        raise ValueError(
            _("“%(kind)s”没有填写具体情况，请从列表中选择：%(known)s")
            % {"kind": ConditionKind(kind).label, "known": known}
        )
    return code


def check_disability(code: str) -> str:
    """Return "kind.grade" of GB/T 26341 (kinds 1-7, grades 1-4, 1 the heaviest) or raise ValueError."""
    if not re.fullmatch(rf"[{''.join(DisabilityKind.values)}]\.[1-4]", code):
        raise ValueError(
            _("残疾类别等级“%(code)s”不对：应为“类别.等级”，类别 1 至 7，等级 1 至 4，例如智力三级写“5.3”")
            % {"code": code}
        )
    return code
