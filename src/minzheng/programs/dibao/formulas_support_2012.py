"""Until 2022-10-19 every payment due to the one who applies alone counted as that person's income."""

from minzheng.rules.declare import supporter

from .citations import since_2012

ALONE = {**since_2012("第十条"), "notice_57": "民发〔2021〕57号 第八条"}


@supporter.value("计入单独申请人的收入", law=ALONE, unit="yes_no")
def counts_for_single(supports_single_applicant: bool = False) -> bool:
    return supports_single_applicant
