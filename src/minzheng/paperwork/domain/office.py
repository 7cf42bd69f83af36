"""Who may change the office's templates and wording: county officers, two of them."""

from minzheng.accounts import permissions
from minzheng.accounts.enums import Role
from minzheng.accounts.models import Staff

CHAIN = "paperwork"


def require_editor(by: Staff) -> None:
    """Raise NotAllowed unless this person may propose or answer."""
    permissions.require_role(by, Role.COUNTY_OFFICER)
