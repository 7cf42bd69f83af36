"""What two members of one household are to each other, by the codes of GB/T 4761."""

import pytest

from minzheng.registry.enums import Relation
from minzheng.relatives.enums import Kin
from minzheng.relatives.queries.kinship import kin_of

OPPOSITE = {
    Kin.SPOUSE: Kin.SPOUSE, Kin.SIBLING: Kin.SIBLING, Kin.PARENT: Kin.CHILD, Kin.CHILD: Kin.PARENT,
    Kin.GRANDPARENT: Kin.GRANDCHILD, Kin.GRANDCHILD: Kin.GRANDPARENT,
}  # fmt: skip


@pytest.mark.parametrize(
    ("official", "member", "kin"),
    [
        ("02", "12", Kin.SPOUSE),
        ("12", "20", Kin.CHILD),
        ("20", "02", Kin.PARENT),
        ("22", "32", Kin.SIBLING),
        ("20", "51", Kin.GRANDPARENT),
        ("51", "20", Kin.GRANDCHILD),
        ("56", "12", Kin.CHILD),
        ("71", "51", Kin.PARENT),
        ("41", "02", Kin.GRANDPARENT),
        # A daughter-in-law is no close relative of the rule; her own child cannot be told from the codes.
        ("02", "38", None),
        ("38", "41", None),
        ("41", "20", None),
        ("61", "63", None),
        ("99", "02", None),
    ],
)
def test_kin_from_two_codes(official, member, kin):
    assert kin_of(official=official, member=member) == kin


def test_what_one_is_to_the_other_is_the_opposite_of_the_way_back():
    pairs = [(a, b) for a in Relation.values for b in Relation.values]

    wrong = [
        (a, b)
        for a, b in pairs
        if (there := kin_of(official=a, member=b)) is not None and kin_of(official=b, member=a) != OPPOSITE[there]
    ]

    assert wrong == []
