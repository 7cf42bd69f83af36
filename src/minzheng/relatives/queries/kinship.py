"""What one member of a household is to another, read from what both are to the head (GB/T 4761). Pure."""

from minzheng.relatives.enums import Kin

_ROLES = {
    "head": ("02",),
    "spouse": ("10", "11", "12"),
    "child": (
        "20", "21", "22", "23", "24", "25", "26", "27", "29", "30", "31", "32", "33", "34", "35", "36", "37", "39",
    ),
    "grandchild": ("40", "41", "42", "43", "44"),
    "parent": ("50", "51", "52", "57", "58"),
    "parent_of_spouse": ("53", "54", "55", "56"),
    "grandparent": ("60", "61", "62", "63", "64"),
    "sibling": ("70", "71", "73", "75", "77"),
}  # fmt: skip
_ROLE_OF = {code: role for role, codes in _ROLES.items() for code in codes}
# (what the official is to the head, what the member is to the head) -> what the member is to the official. What is left
# out is no close relative, or cannot be known from the two codes (a son's child may be another son's, two
# grandparents may be of two sides).
_KIN = {
    ("head", "spouse"): Kin.SPOUSE,
    ("head", "child"): Kin.CHILD,
    ("head", "grandchild"): Kin.GRANDCHILD,
    ("head", "parent"): Kin.PARENT,
    ("head", "grandparent"): Kin.GRANDPARENT,
    ("head", "sibling"): Kin.SIBLING,
    ("spouse", "head"): Kin.SPOUSE,
    ("spouse", "child"): Kin.CHILD,
    ("spouse", "grandchild"): Kin.GRANDCHILD,
    ("spouse", "parent_of_spouse"): Kin.PARENT,
    ("child", "head"): Kin.PARENT,
    ("child", "spouse"): Kin.PARENT,
    ("child", "child"): Kin.SIBLING,
    ("child", "parent"): Kin.GRANDPARENT,
    ("child", "parent_of_spouse"): Kin.GRANDPARENT,
    ("grandchild", "head"): Kin.GRANDPARENT,
    ("grandchild", "spouse"): Kin.GRANDPARENT,
    ("parent", "head"): Kin.CHILD,
    ("parent", "sibling"): Kin.CHILD,
    ("parent", "child"): Kin.GRANDCHILD,
    ("parent", "parent"): Kin.SPOUSE,
    ("parent_of_spouse", "spouse"): Kin.CHILD,
    ("parent_of_spouse", "child"): Kin.GRANDCHILD,
    ("parent_of_spouse", "parent_of_spouse"): Kin.SPOUSE,
    ("grandparent", "head"): Kin.GRANDCHILD,
    ("grandparent", "sibling"): Kin.GRANDCHILD,
    ("sibling", "head"): Kin.SIBLING,
    ("sibling", "sibling"): Kin.SIBLING,
    ("sibling", "parent"): Kin.PARENT,
    ("sibling", "grandparent"): Kin.GRANDPARENT,
}


def kin_of(*, official: str, member: str) -> Kin | None:
    """Return what the member is to the official, from their relation codes in one household; None if not known."""
    return _KIN.get((_ROLE_OF.get(official, ""), _ROLE_OF.get(member, "")))
