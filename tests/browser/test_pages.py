"""Every page and how to open it, held against the URL resolver; test_accessibility takes each one's pictures.

`visitor.picture` fails on sideways scroll, on console errors and on text under 12 px. The forms of single acts are
pictured where the journeys fill them in.
"""

import datetime as dt
import pathlib
import re

import pytest
from django.template import loader
from django.urls import URLPattern, URLResolver, get_resolver

from minzheng.kernel.idnumber import impossible
from tests.browser import steps
from tests.browser.screening_steps import looked_for, snapshot, visit_page, with_snapshot
from tests.browser.test_journey import ROSTER

LAYOUTS = ROSTER.parent / "layouts"

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Pages of which the sample county has none before a journey makes it: the journey that pictures them.
IN_A_JOURNEY = {"support_burial": "test_support.py"}
# Addresses that are no pages: why stands beside each.
NO_PAGE = {
    "language": "only POST, leads back to the page",
    "sign_out": "only POST, leads to the sign-in page",
    "demo_clock": "only POST, leads back to the page",
    "household_member_block": "a part of household_new",
    "account_confirm": "only POST, GET leads to the list",
    "hold_lift": "only POST, GET leads to the list",
    "run_action": "only POST, GET leads to the run",
    "run_fund_act": "only POST, GET leads to the funds",
    "run_fund_move": "only POST, GET leads to the funds",
    "run_difference_action": "only POST, GET leads to the household's difference",
    "run_difference_confirm_all": "only POST, GET leads to the computation",
    "run_difference_continue": "only POST, GET leads to the computation",
    "ledger_close_action": "only POST, GET leads to the closing",
    "claim_file_action": "only POST, GET leads to the file",
    "claim_file_answer": "a file; the journey reads it",
    "claim_bill_action": "only POST, GET leads to the bill",
    "claim_hospital_action": "only POST, GET leads to the hospital",
    "claim_statement_action": "only POST, GET leads to the payment",
    "claim_application_action": "only POST, GET leads to the claim",
    "claim_waiver_action": "only POST, GET leads to the waiver",
    "claim_referral_action": "only POST, GET leads to the patient",
    "claim_roll_action": "only POST, GET leads to the roll",
    "claim_campaign_action": "only POST, GET leads to the year",
    "claim_gap_action": "only POST, GET leads to the person",
    "price_action": "only POST, GET leads to the price",
    "price_index_action": "only POST, GET leads to the index",
    "price_month_action": "only POST, GET leads to the month",
    "import_action": "only POST, GET leads to the batch",
    "review_action": "only POST, GET leads to the review",
    "honesty_action": "only POST, GET leads to the file",
    "honesty_paper": "a paper",
    "remedy_action": "only POST, GET leads to the file",
    "care_referral_action": "only POST, GET leads to the referral",
    "care_course_action": "only POST, GET leads to the course",
    "care_vacancy_action": "only POST, GET leads to the vacancy",
    "care_placement_action": "only POST, GET leads to the placement",
    "care_paper": "a paper",
    "relief_action": "only POST, GET leads to the request",
    "relief_event_action": "only POST, GET leads to the event",
    "relief_fund_action": "only POST, GET leads to the fund",
    "relief_voucher": "a kept file",
    "social_action": "only POST, GET leads to the offer",
    "screening_export": "a file",
    "screening_action": "only POST, GET leads to the screen",
    "screening_visit_action": "only POST, GET leads to the visit",
    "relief_store_action": "only POST, GET leads to the store",
    "support_action": "only POST, GET leads to the person",
    "support_burial_action": "only POST, GET leads to the burial",
    "home_action": "only POST, GET leads to the home",
    "home_mark": "only POST, GET leads to the round",
    "home_death": "only POST, GET leads to the homes",
    "home_resident_action": "only POST, GET leads to the resident",
    "assessment_action": "only POST, GET leads to the assessment",
    "assessment_item_action": "only POST, GET leads to the item",
    "assessment_evidence": "a kept file",
    "assessment_pdf": "a paper",
    "remedy_contact": "only POST, shows the file's page",
    "case_attachment": "a kept file",
    "letter_pdf": "a paper; the journeys read it",
    "calculation_pdf": "a paper",
    "relatives_pdf": "a paper",
    "archive_file": "a paper",
    "archive_report": "a paper",
    "archive_action": "only POST, GET leads to the volume",
    "custody_action": "only POST, GET leads to the agreement",
    "custody_paper": "a kept file",
    "relatives_official_action": "only POST, GET leads to the member",
    "relatives_staff_action": "only POST, GET leads to the account",
    "relatives_official_reveal": "the page of person_reveal",
    "relatives_staff_reveal": "the page of person_reveal",
    "relatives_declared_reveal": "the page of person_reveal",
    "run_bank_file": "a file; the journeys read it",
    "run_publication": "a workbook",
    "correction_action": "only POST, GET leads to the correction",
    "import_draft_problems": "a workbook",
    "import_draft_marked": "a workbook",
    "import_marked": "a workbook",
    "import_problems": "a workbook",
    "form_blank": "a paper",
    "form_preview": "a paper",
    "form_upload": "a part of the form's page",
    "form_wording": "a part of the form's page",
    "form_word_preview": "a Word document",
    "form_wording_preview": "a paper",
    "form_answer": "only POST, GET leads to the form",
    "case_form": "a paper",
    "case_form_word": "a Word document",
    "case_form_issue": "only POST, GET leads to the papers of the case",
    "letter_word": "a Word document",
    "job": "pictured where a job is started",
    "job_cancel": "only POST, GET leads to the job",
    "job_file": "a file",
    "case_hands": "only POST, GET leads to the case",
    "case_mention_seen": "only POST, GET leads to the case",
    "case_bulk": "only POST; the clerk's day pictures it",
    "case_bulk_result": "the clerk's day pictures it",
    "case_bulk_continue": "only POST, GET leads to the result",
    "case_notes": "only POST, GET leads to the case",
    "household_notes": "only POST, GET leads to the household",
    "draft_keep": "only POST, a line below a form",
    "draft_drop": "only POST, leads back to the form",
    "presence": "only POST, a line on a page",
    "view_save": "only POST, leads back to the list",
    "view_drop": "only POST, leads back to the list",
    "gallery": "the parts of pages, for developers only",
}


def at(path):
    return lambda visitor: visitor.go(path)


def first_of(path, link):
    """Open a list and follow its first link."""

    def open_it(visitor):
        page = visitor.go(path).page
        with page.expect_navigation():
            page.locator(f"main {link}").first.click()

    return open_it


def changes_of_the_last_run(visitor):
    """Open what changed against the month before; the page of the run leads there if there is more than it shows."""
    first_of("/runs/", "a.mz-row")(visitor)
    visitor.go(f"{visitor.page.url.removeprefix(visitor.county.url)}changes")


def then_first(open_it, link):
    """Open a page and follow the first such link on it."""

    def open_both(visitor):
        open_it(visitor)
        page = visitor.page
        with page.expect_navigation():
            page.locator(f"main {link}").first.click()

    return open_both


def withdrawn_or_filed(visitor):
    """Open a withdrawn case; the pages of the archive file the only one there is."""
    rows = visitor.go("/cases/?state=withdrawn").page.locator("main a.mz-row")
    first_of(f"/cases/?state={'withdrawn' if rows.count() else 'archived'}", "a.mz-row")(visitor)


def household_of(visitor, name):
    """Open a household that stands at the beginning of its road; registered once."""
    if name not in visitor.county.kept:
        order = 996 + 2 * ["钟玉秀", "简桂芝"].index(name)
        person = steps.Member(name, impossible(dt.date(1958, 2, 14), order), "02", {"transfer": "120"})
        visitor.county.kept[name] = steps.register(visitor, [person], address="二组 7 号")
    return visitor.go(f"/households/{visitor.county.kept[name]}/")


def household_then(name, link):
    def open_it(visitor):
        page = household_of(visitor, name).page
        with page.expect_navigation():
            page.locator(f"main a[href*='{link}']").first.click()

    return open_it


def custody(visitor):
    """Open an agreement that waits for the county; filed once, by the township."""
    if "custody" not in visitor.county.kept:
        page = household_of(visitor, "简桂芝").page
        with page.expect_navigation():
            page.click("main a[href$='/custody/']")
        steps.fill(page, {
            "holder_name": "周正明", "holder_id_number": impossible(dt.date(1970, 3, 3), 801),
            "relation": "邻居，村委会主任", "reason": "独居，行动不便，不能到银行取款", "until_on": "2027-12-31",
        })  # fmt: skip
        paper = {"name": "代管协议.png", "mimeType": "image/png", "buffer": steps.PHOTO}
        page.set_input_files("main input[type=file]", [paper])
        with page.expect_navigation():
            page.click("main form.mz-form button[type=submit]")
        visitor.county.kept["custody"] = page.url.removeprefix(visitor.county.url)
    visitor.go(visitor.county.kept["custody"])


def then(open_it, path):
    def open_both(visitor):
        open_it(visitor)
        visitor.go(path)

    return open_both


def case_to_accept(visitor):
    if "case" not in visitor.county.kept:
        household_of(visitor, "钟玉秀")
        household = visitor.county.kept["钟玉秀"]
        visitor.county.kept["case"] = steps.apply_for(visitor, household, reason="独居，年老体弱")
    visitor.go(f"/cases/{visitor.county.kept['case']}/accept/")


def volume_then(link):
    """Open the register of the archive, or a volume in it; a withdrawn case is filed once."""

    def open_it(visitor):
        page = visitor.go("/archive/").page
        if not page.locator("main a.mz-row").count():
            first_of("/archive/ready/", "a.mz-button-small")(visitor)
            with page.expect_navigation():
                page.click("#action-form button[type=submit]")
            visitor.go("/archive/")
        if link:
            with page.expect_navigation():
                page.locator(f"main {link}").first.click()

    return open_it


def committee_member(visitor):
    """Open the seat of a committee; entered once, with a relative declared."""
    if "seat" not in visitor.county.kept:
        page = visitor.go("/relatives/officials/").page
        village = page.locator("select[name=division_code] optgroup option").first.get_attribute("value")
        page.select_option("select[name=division_code]", village)
        page.fill("input[name=name]", "周正明")
        page.fill("input[name=id_number]", impossible(dt.date(1970, 3, 3), 801))
        page.fill("input[name=from_on]", "2024-01-05")
        with page.expect_navigation():
            page.click("#work button[type=submit]")
        visitor.county.kept["seat"] = page.url.removeprefix(visitor.county.url)
        page.fill("#form-declare input[name=name]", "周正远")
        page.fill("#form-declare input[name=id_number]", impossible(dt.date(1972, 4, 4), 803))
        with page.expect_navigation():
            page.click("#form-declare button[type=submit]")
    visitor.go(visitor.county.kept["seat"])


def declared_then(link):
    def open_it(visitor):
        committee_member(visitor)
        with visitor.page.expect_navigation():
            visitor.page.locator(f"main a[href*='{link}']").first.click()

    return open_it


def draft(visitor, file=ROSTER):
    page = visitor.go("/imports/new/").page
    page.set_input_files("main input[type=file]", file)
    with page.expect_navigation():
        page.click("main button[type=submit]")


def layout(name):
    return lambda visitor: draft(visitor, LAYOUTS / f"{name}.xlsx")


def wrong_death(visitor):
    """A household of two, one of whom is recorded dead and the record questioned; made once."""
    if "wrong_death" not in visitor.county.kept:
        family = [
            steps.Member("盛春兰", impossible(dt.date(1957, 3, 14), 992), "02", {"transfer": "120"}),
            steps.Member("盛立秋", impossible(dt.date(1985, 8, 8), 993), "20", {"wage": "900"}),
        ]
        number = steps.register(visitor, family, address="三组 2 号")
        page = visitor.go(f"/households/{number}/death/").page
        page.select_option("#work [name=person]", label="盛立秋")
        steps.fill(page, {"died_on": steps.day_of(visitor), "source": "口头报告"})
        steps.sent(visitor, "#work button[type=submit]", f"/households/{number}/")
        page = visitor.go(f"/households/{number}/correct-death/").page
        page.select_option("#work [name=person]", label="盛立秋")
        steps.fill(page, {"reason": "同村同名，登记错人", "source": "本人到场，村委会证明"})
        visitor.picture_once("household_operation-correct-death")
        steps.sent(visitor, "#work button[type=submit]", f"/households/{number}/")
        visitor.county.kept["wrong_death"] = number
    visitor.go(f"/households/{visitor.county.kept['wrong_death']}/")


def wrong_death_then(visitor):
    wrong_death(visitor)
    first_of("/corrections/", "a.mz-row")(visitor)


def batch(visitor):
    page = visitor.go("/imports/").page
    if not page.locator("main a.mz-row").count():
        draft(visitor)
        with page.expect_navigation():
            page.click("main button:has-text('提交')")
        return
    first_of("/imports/", "a.mz-row")(visitor)


def first_household_then(link):
    def open_it(visitor):
        first_of("/households/", "a.mz-row")(visitor)
        with visitor.page.expect_navigation():
            visitor.page.locator(f"main a[href*='{link}']").first.click()

    return open_it


def file_on_a_case(room):
    """Open the form of a new file from the papers of a running case."""

    def open_it(visitor):
        first_of("/cases/?state=active", "a.mz-row")(visitor)
        visitor.page.goto(visitor.page.url.partition("?")[0] + "?tab=papers")
        with visitor.page.expect_navigation():
            visitor.page.locator(f"main a[href*='/{room}/new/']").first.click()

    return open_it


def assessed_item(code, state="closed"):
    """Open an item of an assessment of the sample county."""

    def open_it(visitor):
        first_of(f"/assessments/?state={state}", "a.mz-row")(visitor)
        with visitor.page.expect_navigation():
            visitor.page.locator(f"main a[href$='/items/{code}/']").first.click()

    return open_it


def draw_of(visitor):
    """Open a draw; made once, from whatever waits for the county."""
    page = visitor.go("/spot-checks/").page
    if page.locator("main a.mz-row").count():
        first_of("/spot-checks/", "a.mz-row")(visitor)
        return
    with page.expect_navigation():
        page.click("#work button[type=submit]")


def delegation_to_end(visitor):
    page = visitor.go("/delegations/").page
    if not page.locator("main td a").count():
        page.select_option("select[name=division_code]", index=1)
        page.fill("input[name=document]", "宜民发〔2026〕3号")
        with page.expect_navigation():
            page.click("#work button[type=submit]")
    with page.expect_navigation():
        page.locator("main td a").first.click()


def help_then(verb):
    """Open the help of the first household that was referred, or the form of an act there."""

    def open_it(visitor):
        first_of("/care/referrals/", "a.mz-row")(visitor)
        with visitor.page.expect_navigation():
            visitor.page.locator("main a[href*='/care/households/']").first.click()
        if verb:
            visitor.page.goto(visitor.page.url + verb)

    return open_it


def home_then(tab):
    """Open a page of the first home; who works there is led to it."""

    def open_it(visitor):
        visitor.go("/homes/")
        address = visitor.page.url.removeprefix(visitor.county.url).removesuffix("overview/").removesuffix("round/")
        visitor.go(f"{address}{tab}")

    return open_it


def bill_then(link):
    """Open a bill of the newest settlement file, and follow a link there."""
    return then_first(then_first(first_of("/claims/", "a.mz-row"), "a.mz-row[href*='/bills/']"), link)


# Name of the address -> pictures: a suffix, who looks, how to get there.
PAGES = {
    "todo": [
        ("village", "village1", at("/")),
        ("township", "township1", at("/")),
        ("county", "county", at("/")),
        ("finance", "finance", at("/")),
        ("leader", "leader", at("/")),
        ("auditor", "auditor", at("/")),
    ],
    "sign_in": [("", "", at("/sign-in/"))],
    "search": [
        ("", "county", at("/search/?q=wang")),
        ("nothing", "county", at("/search/?q=查无此人")),
    ],
    "households": [("", "township1", at("/households/")), ("county", "county", at("/households/"))],
    "household_new": [("", "village1", at("/households/new/"))],
    "case_new": [("", "township1", household_then("简桂芝", "/cases/new/"))],
    "household": [("", "township1", lambda visitor: household_of(visitor, "钟玉秀"))],
    "household_operation": [
        ("income", "township1", household_then("钟玉秀", "/income/")),
        ("birth", "township1", household_then("钟玉秀", "/birth/")),
        ("merge", "township1", household_then("钟玉秀", "/merge/")),
        ("withdraw", "township1", household_then("钟玉秀", "/withdraw/")),
    ],
    "correction": [("asked", "township1", wrong_death_then), ("", "county", first_of("/corrections/", "a.mz-row"))],
    "corrections": [("", "county", at("/corrections/"))],
    "person_reveal": [("", "township1", first_household_then("/people/"))],
    "account_reveal": [("", "township1", first_household_then("/accounts/"))],
    "case_draw": [("", "county", draw_of)],
    "case_draws": [("", "county", at("/spot-checks/"))],
    "case_delegations": [("", "county", at("/delegations/"))],
    "case_delegation_end": [("", "county", delegation_to_end)],
    "case_expired_rules": [("", "county", at("/expired-rules/"))],
    "case_ruling_action": [("end", "county", first_of("/expired-rules/", "a[href$='/end/']"))],
    "cases": [
        ("", "county", at("/cases/")),
        ("township", "township1", at("/cases/")),
        ("nothing", "county", at("/cases/?q=查无此案")),
    ],
    "case": [
        ("active", "county", first_of("/cases/?state=active", "a.mz-row")),
        ("refused", "auditor", first_of("/cases/?state=refused", "a.mz-row")),
        ("withdrawn", "leader", withdrawn_or_filed),
    ],
    "case_action": [("accept", "township1", case_to_accept)],
    "imports": [("", "county", at("/imports/"))],
    "import_new": [("", "township1", at("/imports/new/"))],
    "import_draft": [
        ("again", "township1", draft),
        ("form", "township1", layout("F01")),
        ("statistics", "township1", layout("F07")),
        ("veterans", "township1", layout("F10")),
    ],
    "import_batch": [("", "county", batch)],
    "runs": [("", "finance", at("/runs/"))],
    "run_new": [("", "finance", at("/runs/new/"))],
    "run_funds": [("", "finance", at("/runs/funds/"))],
    "run": [("", "auditor", first_of("/runs/", "a.mz-row"))],
    "run_board": [("", "leader", at("/runs/board/"))],
    "run_changes": [("", "finance", changes_of_the_last_run)],
    "account_changes": [("", "county", at("/runs/accounts/"))],
    "holds": [("", "county", at("/runs/holds/"))],
    "run_differences": [("", "county", at("/differences/"))],
    "run_difference_new": [("", "county", at("/differences/new/"))],
    "run_difference": [("", "county", first_of("/differences/", "a.mz-row"))],
    "run_difference_household": [("", "county", then_first(first_of("/differences/", "a.mz-row"), "a.mz-row"))],
    "run_claims": [("", "county", at("/differences/claims/"))],
    "run_claim_file": [("", "county", first_of("/differences/claims/", "td a[href*='/claims/']"))],
    "case_growth": [("", "county", first_of("/figures/", "a[href*='/growth/']"))],
    "one_door": [("", "township1", household_then("简桂芝", "/apply/"))],
    "screening": [("", "county", with_snapshot("/screening/"))],
    "screening_snapshot_new": [("", "county", at("/screening/snapshots/new/"))],
    "screening_snapshot": [("", "county", snapshot)],
    "screening_new": [("", "county", with_snapshot("/screening/new/"))],
    "screening_straight_new": [("", "county", at("/screening/straight/new/"))],
    "screening_what_if_new": [("", "county", with_snapshot("/screening/what-if/new/"))],
    "screening_line_new": [("", "county", with_snapshot("/screening/line/new/"))],
    "screening_compare": [("", "county", with_snapshot("/screening/compare/"))],
    "screening_screen": [("gap", "county", looked_for("gap")), ("what-if", "county", looked_for("what-if"))],
    "screening_visits": [("", "county", at("/screening/visits/"))],
    "screening_visit": [("", "county", visit_page)],
    "support": [("", "county", at("/support/"))],
    "support_person": [("", "county", first_of("/support/", "a[href^='/support/']"))],
    "support_burials": [("", "county", at("/support/burials/"))],
    "social": [("", "county", at("/relief/social/"))],
    "social_new": [("", "township1", at("/relief/social/new/"))],
    "social_offer": [("", "county", first_of("/relief/social/", "a.mz-row"))],
    "case_figures": [("", "county", at("/figures/"))],
    "case_figure_action": [("approve", "county", first_of("/figures/", "a[href$='/approve/']"))],
    "claims": [("", "county", at("/claims/"))],
    "claim_file_new": [("", "county", at("/claims/new/"))],
    "claim_file": [("", "county", first_of("/claims/", "a.mz-row"))],
    "claim_bill": [("", "county", then_first(first_of("/claims/", "a.mz-row"), "a.mz-row[href*='/bills/']"))],
    "claim_bill_reveal": [("", "county", bill_then("a[href$='/reveal/']"))],
    "claim_year": [("", "county", bill_then("a[href*='/years/']"))],
    "claim_hospitals": [("", "county", at("/claims/hospitals/"))],
    "claim_hospital_new": [("", "county", at("/claims/hospitals/new/"))],
    "claim_hospital": [("", "county", first_of("/claims/hospitals/", "a.mz-row"))],
    "claim_statements": [("", "finance", at("/claims/statements/"))],
    "claim_statement": [("", "finance", first_of("/claims/statements/", "a.mz-row"))],
    "claim_fund": [("", "auditor", at("/claims/fund/"))],
    "claim_applications": [("", "county", at("/claims/people/"))],
    "claim_application_new": [("", "township1", at("/claims/people/new/"))],
    "claim_fixed_new": [("", "township1", at("/claims/people/fixed/"))],
    "claim_application": [("", "county", first_of("/claims/people/", "a.mz-row"))],
    "claim_urgent": [("", "county", at("/claims/urgent/"))],
    "claim_waiver_new": [("", "township1", at("/claims/urgent/waiver/"))],
    "claim_referral_new": [("", "township1", at("/claims/urgent/referral/"))],
    "claim_waiver": [("", "county", first_of("/claims/urgent/", "a[href*='/waivers/']"))],
    "claim_referral": [("", "county", first_of("/claims/urgent/", "a[href*='/referrals/']"))],
    "claim_rolls": [("", "county", at("/claims/rolls/"))],
    "claim_roll_new": [("", "county", at("/claims/rolls/new/"))],
    "claim_roll": [("", "county", first_of("/claims/rolls/", "a.mz-row"))],
    "claim_campaigns": [("", "village1", at("/claims/campaigns/"))],
    "claim_campaign_new": [("", "county", at("/claims/campaigns/new/"))],
    "claim_campaign": [("", "county", first_of("/claims/campaigns/", "a.mz-row"))],
    "claim_gap": [("", "county", then_first(first_of("/claims/campaigns/", "a.mz-row"), "a[href*='/gaps/']"))],
    "claim_published": [("", "county", at("/claims/published/"))],
    "prices": [("", "county", at("/prices/"))],
    "price_week_new": [("", "county", at("/prices/new/"))],
    "price_rows": [("", "county", at("/prices/rows/"))],
    "price": [("", "county", first_of("/prices/rows/", "a.mz-row"))],
    "price_indices": [("", "county", at("/prices/indices/"))],
    "price_index_new": [("", "county", at("/prices/indices/new/"))],
    "price_index_import": [("", "county", at("/prices/indices/import/"))],
    "price_index": [("", "county", first_of("/prices/indices/", "a.mz-row"))],
    "price_months": [("", "county", at("/prices/months/"))],
    "price_month": [("", "county", first_of("/prices/months/", "a.mz-row"))],
    "price_replay": [("", "auditor", at("/prices/replay/"))],
    "audit": [("", "auditor", at("/audit/"))],
    "audit_step": [("", "auditor", then_first(first_of("/audit/samples/", "a.mz-row"), "a[href^='/audit/FF']"))],
    "audit_samples": [("", "auditor", at("/audit/samples/"))],
    "audit_sample": [("", "auditor", first_of("/audit/samples/", "a.mz-row"))],
    "audit_finding": [
        ("", "auditor", then_first(first_of("/audit/samples/", "a.mz-row"), "td a[href*='/audit/samples/']"))
    ],
    "ledger_closes": [("", "finance", at("/ledger/closes/"))],
    "ledger_close": [("", "finance", first_of("/ledger/closes/", "a.mz-row"))],
    "ledger_statements": [
        ("", "auditor", at("/ledger/statements/")),
        ("households", "auditor", at("/ledger/statements/?by=household&period=2026")),
    ],
    "ledger_household": [("", "auditor", first_of("/ledger/statements/?by=household&period=2026", "a[href*='/HH-']"))],
    "ledger": [("", "auditor", at("/ledger/"))],
    "ledger_transfers": [("", "auditor", at("/ledger/transfers/"))],
    "ledger_transfer": [("", "auditor", first_of("/ledger/transfers/", "a.mz-row"))],
    "reviews": [("", "county", at("/reviews/"))],
    "review_calendar": [("", "township1", at("/reviews/calendar/?until=2027-12-31"))],
    "review_changes": [("", "township1", at("/reviews/changes/"))],
    "review": [("", "county", first_of("/reviews/", "a.mz-row"))],
    "honesty_list": [("", "county", at("/honesty/"))],
    "honesty": [
        ("paid-back", "county", first_of("/honesty/?state=decided", "a.mz-row")),
        ("investigated", "county2", first_of("/honesty/?state=investigated", "a.mz-row")),
    ],
    "honesty_new": [("", "township1", file_on_a_case("honesty"))],
    "honesty_credit": [("", "auditor", at("/honesty/credit/"))],
    "remedy_list": [("", "county", at("/remedies/"))],
    "assessment_list": [("", "county", at("/assessments/"))],
    "assessment_new": [("", "township1", at("/assessments/new/"))],
    "assessment": [
        ("closed", "township1", first_of("/assessments/?state=closed", "a.mz-row")),
        ("submitted", "county", first_of("/assessments/?state=submitted", "a.mz-row")),
    ],
    "assessment_item": [
        ("figure", "township1", assessed_item("visits_by_two")),
        ("judged", "county", assessed_item("survey_quality", state="submitted")),
    ],
    "remedy": [
        ("review", "county", first_of("/remedies/?kind=review", "a.mz-row")),
        ("complaint", "county", first_of("/remedies/?kind=complaint", "a.mz-row")),
    ],
    "remedy_new": [("", "county", at("/remedies/new/"))],
    "remedy_for": [("", "township1", file_on_a_case("remedies"))],
    "homes": [("", "county", at("/homes/"))],
    "home_new": [("", "county", at("/homes/new/"))],
    "home_tab": [
        (tab, "director", home_then(f"{tab}/"))
        for tab in ("overview", "residents", "beds", "staff", "life", "safety", "money", "works")
    ],
    "home_round": [("", "caregiver", home_then("round/?all=1"))],
    "home_books": [("", "director", home_then("books/living/"))],
    "home_resident": [("", "director", then_first(home_then("residents/"), "a.mz-row"))],
    "home_statement": [("", "director", then_first(home_then("money/"), "a[href$='/statement/']"))],
    "care_referrals": [("", "county", at("/care/referrals/"))],
    "care_referral": [("", "county", first_of("/care/referrals/", "a.mz-row"))],
    "care_household": [("", "county", help_then(""))],
    "care_household_action": [("refer", "county", help_then("refer/")), ("place", "county", help_then("place/"))],
    "care_courses": [("", "county", at("/care/courses/"))],
    "care_course": [
        ("ended", "county", first_of("/care/courses/?state=ended", "a.mz-row")),
        ("", "county", first_of("/care/courses/", "a.mz-row")),
    ],
    "care_course_new": [("", "county", at("/care/courses/new/"))],
    "relief": [("", "county", at("/relief/?list=all"))],
    "relief_report": [("", "township1", at("/relief/new/"))],
    "relief_request": [("", "county", first_of("/relief/?list=instalments", "a.mz-row"))],
    "relief_event": [
        ("", "county", then_first(first_of("/relief/?list=all", "a.mz-row"), "a[href*='/relief/events/']"))
    ],
    "relief_funds": [("", "county", at("/relief/funds/"))],
    "relief_fund": [("", "county", first_of("/relief/funds/", "a.mz-row"))],
    "relief_fund_new": [("", "county", at("/relief/funds/new/"))],
    "relief_numbers": [("", "county", at("/relief/numbers/"))],
    "relief_stores": [("", "county", at("/relief/stores/"))],
    "relief_store": [("", "county", first_of("/relief/stores/", "a.mz-row"))],
    "relief_household": [
        ("", "county", then_first(first_of("/relief/?list=all", "a.mz-row"), "a[href*='/relief/households/']"))
    ],
    "care_jobs": [("", "county", at("/care/jobs/"))],
    "care_vacancy": [("", "county", first_of("/care/jobs/", "a.mz-row[href^='/care/jobs/GW-']"))],
    "care_vacancy_new": [("", "county", at("/care/jobs/new/"))],
    "care_placement": [("", "county", first_of("/care/jobs/", "a.mz-row[href^='/care/placements/']"))],
    "forms": [("", "county", at("/forms/"))],
    "form": [("refusal", "county", at("/forms/refusal/")), ("board", "township1", at("/forms/publicity_notice/"))],
    "case_forms": [
        (
            "",
            "county",
            lambda visitor: (
                first_of("/cases/?state=active", "a.mz-row")(visitor),
                visitor.go(visitor.page.url.removeprefix(visitor.county.url).split("?")[0] + "forms/"),
            ),
        )
    ],
    "papers_print": [("", "county", at("/papers/print/"))],
    "verify": [("", "", at("/verify/"))],
    "verify_code": [("unknown", "", at("/verify/0000-0000-0000-0000/"))],
    "jobs": [("", "county", at("/jobs/"))],
    "plan": [("", "leader", at("/plan/"))],
    "calendar": [("", "county", at("/calendar/?year=2026"))],
    "calendar_announce": [("", "county", at("/calendar/announce/"))],
    "calendar_correct": [("", "county", at("/calendar/correct/"))],
    "calendar_deadlines": [("", "county", at("/calendar/deadlines/"))],
    "law": [("", "township1", at("/law/"))],
    "case_board": [("", "county", at("/board/")), ("township", "township1", at("/board/"))],
    "case_typed": [("", "county", at("/typed/"))],
    "handover": [("", "county", at("/handover/"))],
    "archive": [("", "county", volume_then(""))],
    "archive_ready": [("", "county", at("/archive/ready/"))],
    "archive_periods": [("", "county", at("/archive/periods/"))],
    "archive_volume": [("", "county", volume_then("a.mz-row"))],
    "custody": [("township", "township1", custody), ("", "county", custody)],
    "custody_list": [("", "township1", then(custody, "/custody/"))],
    "custody_new": [("", "township1", household_then("简桂芝", "/custody/"))],
    "own_relatives": [("", "township1", at("/own-relatives/"))],
    "relatives": [("", "county", at("/relatives/"))],
    "relatives_officials": [("", "township1", at("/relatives/officials/"))],
    "relatives_official": [("", "township1", committee_member)],
    "relatives_staff": [("", "leader", at("/relatives/staff/"))],
    "relatives_staff_member": [("", "county", first_of("/relatives/staff/", "a.mz-row"))],
    "relatives_declared_end": [("", "township1", declared_then("/end/"))],
}


def names(patterns):
    found = set()
    for each in patterns:
        if isinstance(each, URLResolver):
            found |= names(each.url_patterns)
        elif isinstance(each, URLPattern):
            found.add(each.name)
    return found


def test_every_address_is_pictured_or_is_no_page():
    assert names(get_resolver().url_patterns) - set(NO_PAGE) - set(IN_A_JOURNEY) == set(PAGES)
    for name, journey in IN_A_JOURNEY.items():
        assert f'picture("{name.replace("_", "-")}' in pathlib.Path(__file__).with_name(journey).read_text("utf-8")


def test_what_is_not_there_says_so(known):
    visitor = known("township2")
    visitor.go("/cases/DB-420581-2026-99999/")
    assert "找不到这一页" in steps.text_of(visitor.page)
    visitor.picture("error-404")


def test_a_form_of_a_lost_session_is_refused_in_words(visit_unknown):
    visitor = visit_unknown().go("/sign-in/")
    visitor.context.clear_cookies()
    visitor.page.fill("input[name=username]", "county")
    visitor.page.fill("input[name=password]", "x")
    with visitor.page.expect_navigation():
        visitor.page.click("main button[type=submit]")
    assert "提交没有被接受" in steps.text_of(visitor.page)
    visitor.picture("error-403")


def test_a_broken_page_says_what_to_do(visit_unknown):
    visitor = visit_unknown()
    broken = loader.get_template("desk/errors/500.html").render()
    visitor.page.route("**/broken/", lambda route: route.fulfill(status=500, body=broken, content_type="text/html"))
    visitor.go("/broken/").picture("error-500")


def test_who_guesses_passwords_is_locked_out_in_words(visit_unknown):
    visitor = visit_unknown()
    for _attempt in range(6):
        visitor.go("/sign-in/")
        visitor.page.fill("input[name=username]", "nobody")
        visitor.page.fill("input[name=password]", "wrong")
        with visitor.page.expect_navigation():
            visitor.page.click("main button[type=submit]")
    assert "这个用户名暂时不能登录" in steps.text_of(visitor.page)
    visitor.picture("locked-out")


def test_the_calculation_sheet_prints_without_the_rails(known):
    visitor = known("county")
    first_of("/cases/?state=refused", "a.mz-row")(visitor)
    visitor.page.emulate_media(media="print")
    seen = visitor.page.evaluate(
        "[...document.querySelectorAll('.mz-rail, .mz-top, .mz-ribbon form, .mz-bottom')].filter("
        "each => each.getClientRects().length).map(each => each.className)"
    )
    visitor.page.pdf(path=visitor.pictures / "case-printed.pdf", format="A4", print_background=True)
    visitor.page.emulate_media(media="screen")
    assert seen == []
    assert re.match(rb"%PDF-", (visitor.pictures / "case-printed.pdf").read_bytes())
