"""Diagnosis, ward and drugs: opened for one bill, for a stated purpose of this assistance, and the read is recorded.

Nothing else opens them: no list, notice, board or other program has a way to them (个人信息保护法 第二十八条).
"""

import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff
from minzheng.accounts.permissions import require_area, require_role
from minzheng.claims.domain.settling import MEDICAL_CONTEXT
from minzheng.claims.models import Claim
from minzheng.services import vault
from minzheng.services.audit.domain.record import record_read

READERS = (Role.COUNTY_OFFICER, Role.AUDITOR)
WORDS = {"diagnosis": gettext_noop("诊断"), "ward": gettext_noop("病区"), "drugs": gettext_noop("用药")}


@transaction.atomic
def reveal(*, claim: Claim, purpose: str, by: Staff, at: datetime) -> dict[str, str]:
    """Return what is sealed of a bill by its Chinese name. Raises NotAllowed, PurposeMissing."""
    require_role(by, *READERS)
    require_area(by, claim.division_code)
    record_read(
        by=by, at=at, object_kind="claim", object_id=str(claim.pk), division_code=claim.division_code, purpose=purpose
    )
    if claim.medical_sealed is None:
        return {_("诊断、病区和用药"): _("结算文件没有填写")}
    found = json.loads(vault.open_sealed(bytes(claim.medical_sealed), context=MEDICAL_CONTEXT))
    return {WORDS[name]: text for name, text in found.items()}
