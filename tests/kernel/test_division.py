import pytest

from minzheng.kernel.division import Area, NotADivision, ancestry, level_of, parent_of, range_of


@pytest.mark.parametrize(
    ("code", "level"),
    [("42", 1), ("4205", 2), ("420581", 3), ("420581100", 4), ("420581100201", 5), ("429004000000", 3)],
)
def test_level_of(code, level):
    assert level_of(code) == level


def test_ancestry_goes_up_to_the_province():
    assert ancestry("420581100201") == (
        "420581100201", "420581100000", "420581000000", "420500000000", "420000000000",
    )  # fmt: skip


def test_range_covers_exactly_what_lies_below():
    low, high = range_of("420581")

    assert low <= "420581999999" < high
    assert not low <= "420582000000" < high
    assert not low <= "420580999999" < high


@pytest.mark.parametrize("code", ["", "4", "42058", "42058110020", "4205811002011", "42a581", "00", "４２"])
def test_malformed_codes_are_refused(code):
    with pytest.raises(NotADivision):
        level_of(code)


def test_a_province_has_no_parent():
    with pytest.raises(NotADivision, match="省级"):
        parent_of("42")


def test_area_of_several_villages_covers_them_and_nothing_else():
    area = Area.of("420581100201", "420581100203")

    assert area.covers("420581100201")
    assert not area.covers("420581100202")
    assert not area.covers("420581100000")
    assert not area.covers("not a code")


def test_area_joins_what_overlaps():
    assert Area.of("420581", "420581100201") == Area.of("420581")
    assert Area.of("420581", "420582").ranges == (("420581000000", "420583000000"),)


def test_areas_within_areas():
    county, township = Area.of("420581"), Area.of("420581100")

    assert county.covers_area(township)
    assert not township.covers_area(county)
    assert Area.EVERYWHERE.covers_area(county)
    assert Area.EVERYWHERE.covers("99")
    assert Area().covers_area(Area())
    assert not Area().covers("42")
