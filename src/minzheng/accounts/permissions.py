"""May this person do this, here? Domain functions ask; doors only show the answer."""

from django.utils.translation import gettext as _

from minzheng.accounts.enums import Role
from minzheng.accounts.models import IDENTITY_CONTEXT, Staff, StaffIdentity
from minzheng.kernel.refusal import Refused
from minzheng.kernel.wording import listed
from minzheng.services import vault


class NotAllowed(Refused):
    """The person lacks the role or the area for this act."""


class TwoPeopleNeeded(NotAllowed):
    """The same person may not do both halves of an act (four eyes)."""


def require_role(by: Staff, *roles: str) -> None:
    """Raise NotAllowed unless `by` is active and has one of the roles; the message names the roles that may."""
    require_active(by)
    if by.role not in roles:
        needed = listed(str(Role(role).label) for role in roles)
        raise NotAllowed(
            _("此操作须由%(needed)s办理；您（%(name)s）的角色是%(role)s。请转交有权限的人员办理。")
            % {"needed": needed, "name": by.name, "role": by.get_role_display()},
        )


def require_area(by: Staff, division_code: str) -> None:
    """Raise NotAllowed unless the division lies in the person's area."""
    require_active(by)
    if not by.area.covers(division_code):
        raise NotAllowed(
            _("区划 %(code)s 不在您（%(name)s）的管辖范围内，不能办理。请由该区划所属乡镇（街道）或县民政局办理。")
            % {"code": division_code, "name": by.name},
        )


def require_other_person(by: Staff, *, earlier: Staff, what: str) -> None:
    """Raise TwoPeopleNeeded if `by` is the person who did the earlier half; `what` names that act in Chinese."""
    if by.pk == earlier.pk:
        raise TwoPeopleNeeded(
            _("%(what)s是您本人（%(name)s）办理的，本环节须由另一人办理。") % {"what": what, "name": by.name},
        )


def require_another_human(by: Staff, *, earlier: Staff, what: str) -> None:
    """Raise TwoPeopleNeeded if `by` is who did the earlier part, under whichever of their accounts."""
    require_other_person(by, earlier=earlier, what=what)
    numbers = [
        vault.open_sealed(bytes(row.id_number_sealed), context=IDENTITY_CONTEXT)
        for row in StaffIdentity.objects.filter(staff__in=[by, earlier])
    ]
    if len(numbers) != len(set(numbers)):
        raise TwoPeopleNeeded(
            _(
                "%(what)s由账号 %(username)s 办理，它与您的账号（%(name)s）登记的是同一公民身份号码，"
                "是同一个人，本环节须由另一人办理。"
            )
            % {"what": what, "username": earlier.username, "name": by.username},
        )


def require_active(by: Staff) -> None:
    """Raise NotAllowed if the account is closed."""
    if not by.is_active:
        raise NotAllowed(_("账号 %(username)s 已停用，不能办理业务。请联系局领导启用。") % {"username": by.username})
