"""The pages of claims: a file from upload to payment, what nobody sees, the work list of one's own area."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from minzheng.accounts.scope import everywhere
from minzheng.claims.models import Claim, Hospital, SettlementFile, Standing, Statement
from minzheng.services.audit.models import AuditEvent
from tests.desk.claim_addresses import CLAIM_ADDRESSES
from tests.factories import accounts, claims

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
OF_ONE_PERSON = ("bill", "year", "application", "waiver", "referral", "gap")
# The lists of a file, and where each line is named.
LISTS = (("疑点：请核实后再复核", 0), ("退回的行", 0), ("受理的各笔", 0))
SECRET = (claims.DIAGNOSIS, claims.WARD, claims.DRUGS)


def text_of(answer):
    return answer.content.decode()


def act(client, name, number, verb, **post):
    return client.post(reverse(f"desk:{name}_action", args=[number, verb]), post)


def test_a_file_goes_from_upload_to_payment_under_four_eyes(sign_in):
    with everywhere("test"):
        claims.money()
        hospital, person = claims.a_hospital(), claims.recipient()
    officer = accounts.county_officer()
    clerk, second, finance = (
        sign_in(officer), sign_in(accounts.county_officer()), sign_in(accounts.finance_officer()),
    )  # fmt: skip
    content = claims.content([claims.line(person), claims.line(person, 姓名="错名字")])
    post = {"hospital": hospital.pk, "month": "2026-10", "content": SimpleUploadedFile("十月.csv", content)}

    assert clerk.post(reverse("desk:claim_file_new"), post).status_code == 302
    with everywhere("test"):
        number = SettlementFile.objects.get().number
    assert act(clerk, "claim_file", number, "settle").status_code == 302
    page = text_of(clerk.get(reverse("desk:claim_file", args=[number])))
    assert "受理1行，退回1行" in page
    assert "姓名与登记的不一致" in page
    refused = act(clerk, "claim_file", number, "confirm")
    assert refused.status_code == 422
    assert "须由另一人办理" in text_of(refused)
    assert act(second, "claim_file", number, "confirm").status_code == 302
    assert act(clerk, "claim_hospital", hospital.code, "pay", month="2026-10").status_code == 302
    with everywhere("test"):
        paid = Statement.objects.get().number
    assert act(finance, "claim_statement", paid, "approve").status_code == 302
    assert act(finance, "claim_statement", paid, "paid", bank_reference="HD1").status_code == 302

    fund = text_of(finance.get(reverse("desk:claim_fund")))
    assert "9,000.00" in fund
    assert "不符" not in fund


def test_no_page_shows_the_illness_but_the_one_that_asks_why(sign_in):
    with everywhere("test"):
        hospital = claims.a_hospital()
        file = claims.confirmed([claims.line(claims.recipient())], of=hospital)
        bill = Claim.objects.get()
    client = sign_in(accounts.county_officer())
    pages = [
        reverse("desk:claims"), reverse("desk:claim_file", args=[file.number]),
        reverse("desk:claim_file_answer", args=[file.number]), reverse("desk:claim_bill", args=[bill.pk]),
        reverse("desk:claim_year", args=[bill.person_id, 2026]), reverse("desk:claim_published"),
        reverse("desk:claim_hospital", args=[hospital.code]), reverse("desk:claim_bill_reveal", args=[bill.pk]),
    ]  # fmt: skip

    shown = "".join(text_of(client.get(page)) for page in pages if page != pages[2])
    shown += client.get(pages[2]).content.decode("gb18030")
    asked = client.post(pages[-1], {"purpose": "核对疑点"})

    assert [word for word in SECRET if word in shown] == []
    assert all(word in text_of(asked) for word in SECRET)
    assert client.post(pages[-1], {"purpose": ""}).status_code == 422


def test_a_village_sees_its_own_people_on_the_work_list(sign_in):
    with everywhere("test"):
        mine = claims.recipient()
        other = claims.recipient(division_code=accounts.NEIGHBOUR_VILLAGE)
        work = claims.a_campaign()
        claims.matched(claims.frozen(work), claims.insured(work, [claims.recipient()]))
        row = Standing.objects.get(entry__person=other)

    page = text_of(sign_in(accounts.village_worker()).get(reverse("desk:claim_campaign", args=[2027])))

    assert mine.name in page
    assert other.name not in page
    assert "原因未查明" in page
    assert sign_in(accounts.township_officer()).get(reverse("desk:claim_gap", args=[row.pk])).status_code == 404


def test_the_insurers_file_is_matched_on_the_page(sign_in):
    with everywhere("test"):
        people = [claims.recipient(), claims.recipient()]
        claims.frozen(claims.a_campaign())
    client = sign_in(accounts.county_officer())
    file = SimpleUploadedFile("参保.csv", claims.insurance_content(people))

    done = client.post(reverse("desk:claim_campaign_action", args=[2027, "match"]), {"content": file})

    assert done.status_code == 302
    assert "参保率100.00%" in text_of(client.get(reverse("desk:claim_campaign", args=[2027])))


def test_a_roll_with_bad_lines_is_submitted_and_told(sign_in):
    with everywhere("test"):
        person = claims.somebody()
        content = claims.roll_content([person]) + b"123,x,2026-01-01,,\r\n"
    client = sign_in(accounts.county_officer())
    post = {"roll": "key_pensioner", "source": "示例函", "content": SimpleUploadedFile("优抚.csv", content)}

    done = client.post(reverse("desk:claim_roll_new"), post, follow=True)

    assert "1人可以导入，1行有问题" in text_of(done)


def test_an_institution_is_registered_and_its_account_is_its_own(sign_in):
    client = sign_in(accounts.county_officer())
    post = {
        "code": "H1", "name": "示例医院", "division_code": accounts.COUNTY, "file_format": "standard",
        "bank_name": "示例银行", "account_name": "某人", "account_number": "1",
    }  # fmt: skip

    assert "本单位的账户" in text_of(client.post(reverse("desk:claim_hospital_new"), post))
    assert client.post(reverse("desk:claim_hospital_new"), post | {"account_name": "示例医院"}).status_code == 302
    assert Hospital.objects.filter(code="H1").exists()


def test_a_townships_claim_of_a_person(sign_in):
    with everywhere("test"):
        person, hospital = claims.recipient(), claims.a_hospital()
    client = sign_in(accounts.township_officer())
    post = {
        "id_number": claims.id_of(person), "number": "FP-1", "kind": "inpatient", "hospital": hospital.pk,
        "admitted_on": "2026-10-08", "discharged_on": "2026-10-20", "settled_on": "2026-10-20", "bill_fen": "45000",
        "out_of_catalogue_fen": "3000", "basic_insurance_fen": "29600", "is_insured": "on", "originals_marked": "on",
    }  # fmt: skip

    done = client.post(reverse("desk:claim_application_new"), post, follow=True)

    assert "按规定计算为9,000.00元" in text_of(done)
    assert "怎样算出来的" in text_of(done)
    stranger = dict(post, id_number="429999198005170018", number="FP-2")
    assert client.post(reverse("desk:claim_application_new"), stranger).status_code == 422


def test_money_pages_are_the_countys(sign_in):
    for name in ("claims", "claim_fund", "claim_hospitals", "claim_statements", "claim_rolls", "claim_file_new"):
        assert sign_in(accounts.township_officer()).get(reverse(f"desk:{name}")).status_code == 404


@pytest.mark.parametrize(
    "name", ["claim_bill", "claim_year", "claim_application", "claim_waiver", "claim_referral", "claim_gap"]
)
def test_whoever_opens_a_page_of_one_person_leaves_a_trace(sign_in, name):
    made = CLAIM_ADDRESSES[name]["page"]()

    assert sign_in(made.owner).get(reverse(f"desk:{name}", kwargs=made.kwargs)).status_code == 200
    with everywhere("test"):
        assert AuditEvent.objects.filter(action="read", actor=made.owner.username).count() == 1


def test_each_list_of_a_file_is_turned_by_itself(sign_in):
    """51 lines sent back and 51 long stays: the 51st of each is on a second page, the other list stays where it was."""
    with everywhere("test"):
        person = claims.recipient()
        long = {"入院日期": "2026-01-02"}
        # One after another, so that nothing but their length is a sign.
        stays = [claims.line(claims.recipient(), 结算单号=f"LONG-{n:02d}", **long) for n in range(51)]
        bad = [claims.line(person, 结算单号=f"BAD-{n:02d}", 姓名="错名字") for n in range(51)]
        file = claims.settled([*stays, *bad])
    client, address = sign_in(accounts.county_officer()), reverse("desk:claim_file", args=[file.number])

    def shown(**asked):
        grids = {str(one.caption): one for one in client.get(address, asked).context["grids"]}
        return [[str(row[place][1].text) for row in grids[caption].rows] for caption, place in LISTS]

    signs, returned, bills = shown()
    assert (len(signs), len(returned), len(bills)) == (50, 50, 50)
    assert "BAD-50" not in returned
    signs_2, returned_2, bills_2 = shown(returned="2")
    assert (returned_2, signs_2, bills_2) == (["BAD-50"], signs, bills)
    assert len(shown(signs="2", returned="2")[0]) == 1
    assert shown(page="2")[2] == ["LONG-50"]
    # Turning one list keeps the place in the others.
    page = text_of(client.get(address, {"returned": "2", "page": "2"}))
    assert 'href="?returned=2&amp;page=1" rel="prev"' in page
    assert 'href="?returned=2&amp;page=2&amp;signs=2" rel="next"' in page
