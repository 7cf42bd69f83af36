"""The work of a case: every act with its words, form, domain function and consequence.

Which acts a state knows and who may do them says `casework.domain.flow`; the desk only gives them words and forms.
"""

from minzheng.casework.domain import flow
from minzheng.desk.work import Work
from minzheng.desk.works_after import AFTER
from minzheng.desk.works_before import BEFORE
from minzheng.desk.works_running import RUNNING

WORKS = (*BEFORE, *AFTER, *RUNNING)
BY_VERB = {work.verb: work for work in WORKS}


def possible(actions: list[flow.Action]) -> list[Work]:
    """Return the works behind the actions a person may do now, in the order of the road."""
    may = {action.verb for action in actions if not action.why_not}
    return [work for work in WORKS if may.intersection(work.stands_for)]
