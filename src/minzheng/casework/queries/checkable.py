"""What an applicant is never asked for, because the check finds it (社会救助法 第四十一、六十二条)."""

from collections.abc import Sequence

# Words of papers whose content the named sources hold; a consent or a person's own statement is never among them.
CHECKABLE = {
    "户籍登记": ("户口本", "户籍证明", "户口簿"),
    "不动产登记": ("房产证", "不动产证", "房产证明", "不动产登记证明"),
    "车辆、船舶登记": ("行驶证", "车辆登记", "车辆证明"),
    "银行存款": ("银行流水", "存款证明", "存折流水"),
    "社会保险": ("社保证明", "养老金证明", "参保证明", "社保缴费证明"),
    "税务": ("完税证明", "纳税证明"),
    "住房公积金": ("公积金证明",),
    "市场主体登记": ("营业执照", "工商登记证明"),
    "残疾登记": ("残疾证复印件",),
    "婚姻登记": ("结婚证", "离婚证", "婚姻证明"),
}


def checkable(items: Sequence[str]) -> list[str]:
    """Return those of the papers asked for that a data source already holds."""
    words = [word for group in CHECKABLE.values() for word in group]
    return [item for item in items if any(word in item for word in words)]
