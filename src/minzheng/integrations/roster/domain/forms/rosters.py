"""A list of members without a payment list: households to be registered, none of them taken over."""

from minzheng.integrations.roster.domain import cells
from minzheng.integrations.roster.domain.columns import words
from minzheng.integrations.roster.domain.draft import HouseholdDraft
from minzheng.integrations.roster.domain.member_rows import MemberGroup
from minzheng.integrations.roster.domain.places import Places


def drafts(groups: list[MemberGroup], *, places: Places) -> list[HouseholdDraft]:
    """Return a household per group of members; it stands where its first member stands."""
    return [_draft(group, places) for group in groups]


def _draft(group: MemberGroup, places: Places) -> HouseholdDraft:
    line = group.lines[0]
    household = HouseholdDraft(sheet=line.sheet.name, row=line.row, line=line, member_lines=group.lines[1:])
    household.members = list(group.people)
    household.certificate_number = group.certificate_number
    heads = group.heads
    if len(heads) == 1:
        household.head = heads[0]
        household.members.remove(heads[0])
        household.members.insert(0, heads[0])
    hint = f"{line.sheet.name} {line.header.heading}"
    township, division = cells.plain(line.raw("township")), cells.plain(line.raw("division"))
    if township or division:
        try:
            place = places.village(township=township, division=division, hint=hint)
        except cells.CellProblem as problem:
            line.error("division" if line.has("division") else "township", problem.code, problem.reason)
        else:
            household.division_code, household.division_name = place.code, places.full_name(place.code)
    household.address = group.address or household.division_name
    household.area_kind = group.area_kind
    if household.area_kind is None:
        said = {code for text, code in words().area_kinds.items() if len(text) > 2 and text in hint}
        said |= {code for text, code in (("城市", "urban"), ("城镇", "urban"), ("农村", "rural")) if text in hint}
        household.area_kind = said.pop() if len(said) == 1 else None
    return household
