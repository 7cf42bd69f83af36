"""All tests together: the layer “destitute”, one word that other programs read."""

from minzheng.rules.declare import household

from .citations import early, in_2016, order_456, since_2021


@household.value(
    "三项基本条件都符合",
    law={**early("第六条", "第十四条"), **in_2016("第四条"), **since_2021("第四条", "第十六条")},
    unit="yes_no",
)
def passes_three_tests(
    has_applicants: bool, has_no_labour: bool, income_below_line: bool, nobody_able_owes: bool
) -> bool:
    return has_applicants and has_no_labour and income_below_line and nobody_able_owes


@household.value("财产和义务人的收入、财产符合规定", law=since_2021("第六条、第八条", "第二十三条"), unit="yes_no")
def passes_means(
    assets_within_cap: bool,
    cars_within_cap: bool,
    houses_within_cap: bool,
    supporters_earn_little: bool,
    supporters_own_little: bool,
) -> bool:
    own = assets_within_cap and cars_within_cap and houses_within_cap
    return own and supporters_earn_little and supporters_own_little


@household.value("财产和义务人的财产符合规定", law=in_2016("第六条、第八条"), unit="yes_no")
def passes_means_of_2016(
    assets_within_cap: bool, cars_within_cap: bool, houses_within_cap: bool, supporters_own_little: bool
) -> bool:
    return assets_within_cap and cars_within_cap and houses_within_cap and supporters_own_little


@household.layer("destitute", "特困供养", law={"act_2026": "社会救助法 第十六条"})
def layer_destitute(
    passes_three_tests: bool, passes_means: bool, nobody_is_away: bool, draws_no_child_benefit: bool
) -> bool:
    return passes_three_tests and passes_means and nobody_is_away and draws_no_child_benefit


@household.layer("destitute", "特困供养", law={"notice_43": "民发〔2021〕43号 第四条"})
def layer_of_2021(
    passes_three_tests: bool,
    passes_means: bool,
    belongs_to_groups: bool,
    nobody_is_away: bool,
    draws_no_child_benefit: bool,
) -> bool:
    return passes_three_tests and passes_means and belongs_to_groups and nobody_is_away and draws_no_child_benefit


@household.layer("destitute", "特困供养", law=in_2016("第四条"))
def layer_of_2016(
    passes_three_tests: bool,
    passes_means_of_2016: bool,
    belongs_to_groups: bool,
    nobody_is_away: bool,
    draws_no_child_benefit: bool,
) -> bool:
    others = belongs_to_groups and nobody_is_away and draws_no_child_benefit
    return passes_three_tests and passes_means_of_2016 and others


@household.layer("destitute", "特困供养", law={"order_649": "国务院令第649号 第十四条"})
def layer_of_2014(passes_three_tests: bool, belongs_to_groups: bool, draws_no_child_benefit: bool) -> bool:
    return passes_three_tests and belongs_to_groups and draws_no_child_benefit


@household.layer("destitute", "农村五保供养", law=order_456("第六条"))
def layer_of_2006(
    passes_three_tests: bool, belongs_to_groups: bool, is_villager: bool, draws_no_child_benefit: bool
) -> bool:
    return passes_three_tests and belongs_to_groups and is_villager and draws_no_child_benefit
