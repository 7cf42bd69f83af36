"""The plan file: complete, strict, and every live task backed by an indicator that exists."""

import pytest

from minzheng.plan.content import PlanError, read, sections
from minzheng.plan.queries import INDICATORS

CLAUSE = "sections: [{code: '1', title: 救助, clauses: [{code: '1.1', title: 低保, tasks: [%s]}]}]"


def tasks():
    return [task for section in sections() for clause in section.clauses for task in clause.tasks]


def test_plan_has_three_sections_and_eleven_clauses_with_all_their_tasks():
    assert {clause.code: len(clause.tasks) for section in sections() for clause in section.clauses} == {
        "1.1": 11, "1.2": 8, "1.3": 9, "1.4": 4, "1.5": 7, "1.6": 4, "1.7": 3, "2.1": 7, "2.2": 8, "2.3": 5, "3": 9,
    }  # fmt: skip
    assert [section.code for section in sections()] == ["1", "2", "3"]


def test_tasks_are_numbered_within_their_clause():
    numbered = [
        (task.code, f"{clause.code}.{number}")
        for section in sections()
        for clause in section.clauses
        for number, task in enumerate(clause.tasks, start=1)
    ]

    assert [code for code, _expected in numbered] == [expected for _code, expected in numbered]


def test_live_tasks_name_known_indicators_and_each_indicator_is_used_once():
    named = [code for task in tasks() for code in task.indicators]

    assert sorted(named) == sorted(INDICATORS)


def test_a_clause_without_a_program_counts_only_homes():
    homes = {"beds_used", "care_given", "complaints_answered", "defects_settled", "works_accepted"}

    for section in sections():
        for clause in section.clauses:
            live = {code for task in clause.tasks for code in task.indicators}
            assert live <= homes if not clause.program else live


def test_every_task_not_built_says_what_is_missing_in_chinese():
    missing = [task.not_yet for task in tasks() if task.status == "not_built"]

    assert all(any("一" <= char <= "龥" for char in text) for text in missing)


@pytest.mark.parametrize(
    ("task", "message"),
    [
        (
            "{code: a, title: 甲, status: live}",
            "a: a live task names indicators and records, a task not built names none",
        ),
        (
            "{code: a, title: 甲, status: live, indicators: [applications]}",
            "a: a live task names indicators and records, a task not built names none",
        ),
        (
            "{code: a, title: 甲, status: not_built, records: [申请], not_yet: 乙}",
            "a: a live task names indicators and records, a task not built names none",
        ),
        (
            "{code: a, title: 甲, status: planned, not_yet: 乙}",
            "a: a live task names indicators and records, a task not built names none",
        ),
        ("{code: a, title: 甲, status: not_built}", "a: says not what is missing"),
        (
            "{code: a, title: 甲, status: not_built, not_yet: 乙, when: 明年}",
            "a: Task.__init__() got an unexpected keyword argument 'when'",
        ),
        (
            ", ".join(["{code: a, title: 甲, status: not_built, not_yet: 乙}"] * 2),
            "a: stands twice",
        ),
    ],
)
def test_plan_that_says_too_little_or_too_much_is_refused(task, message):
    with pytest.raises(PlanError) as refused:
        read(CLAUSE % task)

    assert str(refused.value) == message
