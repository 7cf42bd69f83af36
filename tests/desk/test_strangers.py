"""A user of one township gets 404 for everything of another, however it is asked for; its owner gets through.

The same look counts what each page asks the database (counting.py) and reads it in both languages: making the object is
what takes long. (The pages of refusals and of what was done are read in test_two_languages.)
"""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from minzheng.desk import (
    assessment_page,
    care_acts,
    correction_page,
    home_acts,
    honesty_acts,
    import_page,
    price_acts,
    relief_acts,
    remedy_acts,
    resident_acts,
    review_page,
    run_page,
    screening_acts,
    social_page,
    store_page,
    support_acts,
)
from minzheng.desk.case_work import WORKS
from minzheng.desk.household_work import OPERATIONS
from tests.desk.addresses import ADDRESSES, CASE_ACTS, CORRECTION_ACTS, HOUSEHOLD_ACTS
from tests.desk.archive_addresses import ARCHIVE_ADDRESSES
from tests.desk.assessment_addresses import ASSESSMENT_ACTS, ASSESSMENT_ADDRESSES
from tests.desk.care_addresses import (
    CARE_ADDRESSES,
    COURSE_ACTS,
    HOUSEHOLD_HELP_ACTS,
    PLACEMENT_ACTS,
    REFERRAL_ACTS,
    VACANCY_ACTS,
)
from tests.desk.claim_addresses import CLAIM_ACTS, CLAIM_ADDRESSES, CLAIM_KINDS, CLAIM_NOBODYS
from tests.desk.counting import MOST, asked, on_record
from tests.desk.custody_addresses import CUSTODY_ADDRESSES
from tests.desk.difference_addresses import DIFFERENCE_ADDRESSES
from tests.desk.file_addresses import FILE_ADDRESSES, HONESTY_ACTS, REMEDY_ACTS
from tests.desk.home_addresses import HOME_ACTS, HOME_ADDRESSES, RESIDENT_ACTS
from tests.desk.money_addresses import BATCH_ACTS, MONEY_ADDRESSES, REVIEW_ACTS, RUN_ACTS
from tests.desk.paper_addresses import NOBODYS, PAPER_ADDRESSES
from tests.desk.price_addresses import INDEX_ACTS, MONTH_ACTS, PRICE_ACTS, PRICE_ADDRESSES
from tests.desk.relatives_addresses import RELATIVES_ADDRESSES
from tests.desk.relief_addresses import (
    RELIEF_ACTS,
    RELIEF_ADDRESSES,
    RELIEF_EVENT_ACTS,
    RELIEF_FUND_ACTS,
    SOCIAL_ACTS,
    STORE_ACTS,
)
from tests.desk.screening_addresses import GAP_VISIT_ACTS, SCREEN_ACTS, SCREENING_ADDRESSES
from tests.desk.support_addresses import BURIAL_ACTS, SUPPORT_ACTS, SUPPORT_ADDRESSES
from tests.desk.workbench_addresses import WORKBENCH_ADDRESSES
from tests.two_languages import ENGLISH, chinese_in, data, english_in

HTMX = {"HX-Request": "true"}
ALL = (
    ADDRESSES
    | MONEY_ADDRESSES
    | DIFFERENCE_ADDRESSES
    | PAPER_ADDRESSES
    | WORKBENCH_ADDRESSES
    | RELATIVES_ADDRESSES
    | ARCHIVE_ADDRESSES
    | CUSTODY_ADDRESSES
    | FILE_ADDRESSES
    | ASSESSMENT_ADDRESSES
    | CARE_ADDRESSES
    | PRICE_ADDRESSES
    | RELIEF_ADDRESSES
    | SUPPORT_ADDRESSES
    | SCREENING_ADDRESSES
    | HOME_ADDRESSES
    | CLAIM_ADDRESSES
)
LINES = [(name, label) for name, makers in ALL.items() for label in makers]


def addresses_with_an_object(patterns) -> set[str]:
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= addresses_with_an_object(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.pattern.converters:
            found.add(pattern.name)
    return found


def test_every_address_with_an_object_has_its_line():
    assert addresses_with_an_object(get_resolver().url_patterns) == set(ALL) | set(NOBODYS) | set(CLAIM_NOBODYS)


def test_every_act_of_a_case_and_a_household_has_its_line():
    assert set(CASE_ACTS) == {work.verb for work in WORKS}
    assert set(HOUSEHOLD_ACTS) == {operation.verb for operation in OPERATIONS}
    assert set(CORRECTION_ACTS) == set(correction_page.FORMS)
    assert set(BATCH_ACTS) == set(import_page.FORMS)
    assert set(RUN_ACTS) == set(run_page.FORMS)
    assert set(REVIEW_ACTS) == set(review_page.FORMS)
    assert set(HONESTY_ACTS) == {act.verb for act in honesty_acts.ACTS}
    assert set(ASSESSMENT_ACTS) == set(assessment_page.BY_VERB)
    assert set(REMEDY_ACTS) == {act.verb for act in remedy_acts.ACTS}
    care = (HOUSEHOLD_HELP_ACTS, REFERRAL_ACTS, COURSE_ACTS, VACANCY_ACTS, PLACEMENT_ACTS)
    kinds = (care_acts.HOUSEHOLD, care_acts.REFERRAL, care_acts.COURSE, care_acts.VACANCY, care_acts.PLACEMENT)
    care += (PRICE_ACTS, INDEX_ACTS, MONTH_ACTS)
    kinds += (price_acts.PRICE, price_acts.INDEX, price_acts.MONTH)
    care += (RELIEF_ACTS, RELIEF_EVENT_ACTS, RELIEF_FUND_ACTS, SOCIAL_ACTS)
    kinds += (relief_acts.REQUEST, relief_acts.EVENT, relief_acts.FUND, social_page.ACTS)
    care += (STORE_ACTS, SUPPORT_ACTS, BURIAL_ACTS)
    kinds += (store_page.ACTS, support_acts.PERSON, support_acts.BURIAL)
    care += (SCREEN_ACTS, GAP_VISIT_ACTS)
    kinds += (screening_acts.SCREEN, screening_acts.VISIT)
    assert set(HOME_ACTS) == set(home_acts.TAB_OF)
    assert set(RESIDENT_ACTS) == {act.verb for act in resident_acts.RESIDENT}
    care += tuple(CLAIM_ACTS.values())
    kinds += tuple(CLAIM_KINDS[name] for name in CLAIM_ACTS)
    for lines, acts in zip(care, kinds, strict=True):
        assert set(lines) == {act.verb for act in acts}


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
@pytest.mark.must_show("spine", 6)
@pytest.mark.must_show("casework", 5)
@pytest.mark.must_show("casework", 7)
@pytest.mark.parametrize(("name", "label"), LINES)
def test_stranger_gets_404_and_owner_gets_through(sign_in, stranger, name, label):
    made = ALL[name][label]()
    address = reverse(f"desk:{name}", kwargs=made.kwargs)
    outside, owner, reader = sign_in(stranger), sign_in(made.owner), sign_in(made.owner)
    reader.cookies.load(ENGLISH)

    refused = [
        outside.get(address).status_code,
        outside.get(address, headers=HTMX).status_code,
        outside.post(address, made.post or {}).status_code,
        outside.post(address, made.post or {}, headers=HTMX).status_code,
    ]
    chinese, english = owner.get(address), reader.get(address, headers=HTMX)
    questions, _page = asked(owner, address)
    known = data()
    done = owner.post(address, made.post) if made.post is not None else owner.get(address)

    assert refused == [404] * 4
    assert {chinese.status_code, english.status_code} <= {200, 302}
    assert [english_in(chinese), chinese_in(english, known)] == [[], []]
    assert done.status_code in ({422} if made.is_past else {200, 302}), done.content.decode()[-3000:]
    assert questions <= MOST
    assert questions == on_record(f"{name} {label}", questions), "a new page: WRITE_COUNTS=1, see counting.py"
