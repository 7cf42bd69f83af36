"""Every form and notice the office uses, as data: forms.get(code), forms.everything()."""

from minzheng.kernel.refusal import Refused
from minzheng.paperwork.forms import certificates, clauses, decisions, declarations, linked_help, procedure
from minzheng.paperwork.forms.shape import Form

_ALL: dict[str, Form] = {
    form.code: form
    for form in (
        *declarations.FORMS, *procedure.FORMS, *decisions.FORMS, *certificates.FORMS, *clauses.FORMS,
        *linked_help.FORMS,
    )
}  # fmt: skip


class UnknownForm(Refused):
    """There is no form of this code."""


def everything() -> list[Form]:
    """Return all forms in the order of the road."""
    return list(_ALL.values())


def get(code: str) -> Form:
    """Return one form; raise UnknownForm."""
    if code not in _ALL:
        raise UnknownForm(code)
    return _ALL[code]
