"""The county looks back through its pages: a standard entered late, what it changes, a second person who confirms."""

import pytest
import time_machine

from minzheng.accounts.scope import within
from minzheng.casework.models import LocalFigure
from minzheng.differences.models import Computation, Proposal, RecoveryClaim
from minzheng.ledger.models import Due
from minzheng.services.jobs import worker
from tests.desk.difference_addresses import claim
from tests.factories import casework, honesty, registry
from tests.factories import differences as factory

pytestmark = pytest.mark.django_db


def worked():
    """Let the worker do what is queued."""
    while worker.run_next(now=lambda: factory.AFTER):
        pass


@pytest.fixture
def county():
    made = factory.County()
    factory.add(made, [registry.new_member("02", incomes=casework.ZERO)], None, amount_fen=70_000)
    with made.within():
        factory.listed(made)
    return made


def test_from_the_new_standard_to_the_arrears(sign_in, county):
    first, second = sign_in(county.first), sign_in(county.second)
    entered = {
        "code": "dibao_line_rural_fen", "value": "750", "from_on": "2026-07-01", "where": "420581000000",
        "level": "city", "reference": "宜民政发〔2026〕31号（示例）",
    }  # fmt: skip
    with time_machine.travel(factory.AFTER, tick=False):
        assert first.post("/figures/", entered).status_code == 302
        row = LocalFigure.objects.get()
        assert (row.value, row.approved_at) == (75_000, None)
        assert "批准新标准，1 条" in second.get("/").content.decode()
        assert first.post(f"/figures/{row.pk}/approve/").status_code == 422
        assert second.post(f"/figures/{row.pk}/approve/").status_code == 302
        assert "核算晚到标准的差额，1 条" in second.get("/").content.decode()

        asked = {"program": "dibao", "first": "2026-01", "cause": "figure", "reason": "宜民政发〔2026〕31号"}
        answer = first.post("/differences/new/", asked)
        worked()
        page = second.get(answer["Location"]).content.decode()
        assert "核算 1 户，1 户有差额" in page
        assert "150.00" in page
        with county.within():
            proposal, done = Proposal.objects.get(), Computation.objects.get()
        household = f"/differences/{done.number}/{proposal.pk}/"
        told = second.get(household).content.decode()
        assert "农村低保标准由700.00元/人·月改为750.00元/人·月，自2026-07-01起（宜民政发〔2026〕31号（示例））" in told
        assert "2026年6月" in told
        assert first.post(f"{household}confirm/", {}).status_code == 422

        second.post(f"/differences/{done.number}/confirm-all/")
        worked()
    with county.within():
        dues = Due.objects.filter(kind="arrears").order_by("month").values_list("month", "amount_fen")
        assert list(dues) == [("2026-07", 5_000), ("2026-08", 5_000), ("2026-09", 5_000)]
        proposal.refresh_from_db()
        assert (proposal.state, proposal.settled_by) == ("confirmed", county.second)


def test_what_is_refused_is_said_on_the_page(sign_in, county):
    client = sign_in(county.first)
    with time_machine.travel(factory.AFTER, tick=False):
        wrong = {"program": "dibao", "first": "2026-09", "cause": "figure", "reason": ""}
        assert client.post("/differences/new/", wrong).status_code == 422
        level = {
            "code": "dibao_line_rural_fen", "value": "750", "from_on": "2026-07-01", "where": "420581000000",
            "level": "county", "reference": "县政府文件",
        }  # fmt: skip
        answer = client.post("/figures/", level)
    assert answer.status_code == 422
    assert "应由省级、设区的市级确定" in answer.content.decode()


def test_a_claim_waits_for_its_file_and_then_names_it(sign_in, today):
    made = claim()
    client = sign_in(made.owner)
    with within(made.owner.area):
        row = RecoveryClaim.objects.select_related("case").get()
    address = f"/differences/claims/{row.pk}/"
    assert "本办件还没有诚信案卷" in client.get(address).content.decode()

    with within(made.owner.area):
        file = honesty.opened(row.case, honesty.Bureau(), wrong="innocent")
    assert client.post(address, {"file": file.number}).status_code == 302

    with within(made.owner.area):
        row.refresh_from_db()
        assert (row.file, row.filed_by, row.amount_fen) == (file, made.owner, 7 * 10_000)
    assert client.post(address, {"file": file.number}).status_code == 422
