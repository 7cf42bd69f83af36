"""The addresses of the desk, one block per area."""

from django.conf import settings
from django.urls import path

from minzheng.desk.care_urls import CARE
from minzheng.desk.claim_urls import CLAIMS
from minzheng.desk.home_urls import HOMES
from minzheng.desk.paper_urls import PAPERS
from minzheng.desk.price_urls import PRICES
from minzheng.desk.relief_urls import RELIEF
from minzheng.desk.screening_urls import SCREENING
from minzheng.desk.support_urls import SUPPORT
from minzheng.desk.views import (
    account_changes,
    archive,
    assessments,
    audit,
    board,
    bulk,
    calendar,
    case_actions,
    cases,
    closes,
    corrections,
    county_checks,
    custody,
    demo_clock,
    differences,
    drafts,
    expired_rules,
    figures,
    filing,
    funds,
    gallery,
    hands,
    holds,
    honesty,
    households,
    imports,
    jobs,
    kept,
    language,
    law,
    ledger,
    mates,
    one_door,
    plan,
    registration,
    relatives,
    remedies,
    reveal,
    reviews,
    run_board,
    runs,
    samples,
    search,
    sign_in,
    statements,
    todo,
)

app_name = "desk"

SIGN_IN = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("language/", language.language, name="language"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign_out"),
]
HOUSEHOLDS = [
    path("households/", households.household_list, name="households"),
    path("households/new/", registration.household_new, name="household_new"),
    path("households/new/member/", registration.member_block, name="household_member_block"),
    path("households/<str:number>/", households.household, name="household"),
    path("households/<str:number>/notes/", mates.household_notes, name="household_notes"),
    path("households/<str:number>/apply/", one_door.one_application, name="one_door"),
    path("households/<str:number>/custody/", custody.custody_new, name="custody_new"),
    path("households/<str:number>/<slug:verb>/", households.operation, name="household_operation"),
    path("corrections/", corrections.correction_list, name="corrections"),
    path("corrections/<int:pk>/", corrections.correction, name="correction"),
    path("corrections/<int:pk>/<slug:verb>/", corrections.correction_action, name="correction_action"),
    path("people/<int:pk>/reveal/", reveal.person_reveal, name="person_reveal"),
    path("accounts/<int:pk>/reveal/", reveal.account_reveal, name="account_reveal"),
]
CASES = [
    path("cases/new/<slug:program>/<str:number>/", filing.case_new, name="case_new"),
    path("bulk/", bulk.bulk_new, name="case_bulk"),
    path("bulk/<int:pk>/", bulk.bulk_result, name="case_bulk_result"),
    path("bulk/<int:pk>/continue/", bulk.bulk_continue, name="case_bulk_continue"),
    path("mentions/<int:pk>/seen/", hands.mention_seen, name="case_mention_seen"),
    path("board/", board.case_board, name="case_board"),
    path("typed/", board.case_typed, name="case_typed"),
    path("handover/", board.handover, name="handover"),
    path("cases/", cases.case_list, name="cases"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/hands/<slug:verb>/", hands.case_hands, name="case_hands"),
    path("cases/<str:number>/notes/", mates.case_notes, name="case_notes"),
    path("cases/<str:number>/attachments/<int:pk>/", cases.attachment, name="case_attachment"),
    path("cases/<str:number>/letters/<int:pk>/", cases.letter_pdf, name="letter_pdf"),
    path("cases/<str:number>/calculations/<int:pk>/", cases.calculation_pdf, name="calculation_pdf"),
    path("cases/<str:number>/<slug:verb>/", case_actions.case_action, name="case_action"),
]
COUNTY_CHECKS = [
    path("spot-checks/", county_checks.draw_list, name="case_draws"),
    path("spot-checks/<int:pk>/", county_checks.draw, name="case_draw"),
    path("delegations/", county_checks.delegation_list, name="case_delegations"),
    path("delegations/<int:pk>/end/", county_checks.delegation_end, name="case_delegation_end"),
    path("expired-rules/", expired_rules.rule_list, name="case_expired_rules"),
    path("expired-rules/<int:pk>/<slug:verb>/", expired_rules.ruling_action, name="case_ruling_action"),
]
IMPORTS = [
    path("imports/", imports.import_list, name="imports"),
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/drafts/<str:token>/", imports.import_draft, name="import_draft"),
    path("imports/drafts/<str:token>/problems.xlsx", imports.import_draft_problems, name="import_draft_problems"),
    path("imports/drafts/<str:token>/marked.xlsx", imports.import_draft_marked, name="import_draft_marked"),
    path("imports/<str:number>/", imports.import_batch, name="import_batch"),
    path("imports/<str:number>/problems.xlsx", imports.import_problems, name="import_problems"),
    path("imports/<str:number>/marked.xlsx", imports.import_marked, name="import_marked"),
    path("imports/<str:number>/<slug:verb>/", imports.import_action, name="import_action"),
]
RUNS = [
    path("runs/", runs.run_list, name="runs"),
    path("runs/new/", runs.run_new, name="run_new"),
    path("runs/funds/", funds.run_funds, name="run_funds"),
    path("runs/funds/<slug:act>/", funds.run_fund_act, name="run_fund_act"),
    path("runs/funds/moves/<str:number>/<slug:verb>/", funds.run_fund_move, name="run_fund_move"),
    path("runs/board/", run_board.run_board, name="run_board"),
    path("runs/accounts/", account_changes.account_changes, name="account_changes"),
    path("runs/accounts/<int:pk>/confirm/", account_changes.account_confirm, name="account_confirm"),
    path("runs/holds/", holds.holds, name="holds"),
    path("runs/holds/<int:pk>/lift/", holds.hold_lift, name="hold_lift"),
    path("runs/<str:number>/", runs.run, name="run"),
    path("runs/<str:number>/changes", runs.run_changes, name="run_changes"),
    path("runs/<str:number>/bank-file", runs.run_bank_file, name="run_bank_file"),
    path("runs/<str:number>/publication.xlsx", runs.run_publication, name="run_publication"),
    path("runs/<str:number>/<slug:verb>/", runs.run_action, name="run_action"),
]
DIFFERENCES = [
    path("differences/", differences.difference_list, name="run_differences"),
    path("differences/new/", differences.difference_new, name="run_difference_new"),
    path("differences/claims/", differences.claim_list, name="run_claims"),
    path("differences/claims/<int:pk>/", differences.claim_file, name="run_claim_file"),
    path("differences/<str:number>/", differences.difference, name="run_difference"),
    path(
        "differences/<str:number>/confirm-all/", differences.difference_confirm_all, name="run_difference_confirm_all"
    ),
    path("differences/<str:number>/continue/", differences.difference_continue, name="run_difference_continue"),
    path("differences/<str:number>/<int:pk>/", differences.difference_household, name="run_difference_household"),
    path("differences/<str:number>/<int:pk>/<slug:verb>/", differences.difference_action, name="run_difference_action"),
    path("figures/", figures.figure_list, name="case_figures"),
    path("figures/growth/<slug:program>/", figures.figure_growth, name="case_growth"),
    path("figures/<int:pk>/<slug:verb>/", figures.figure_action, name="case_figure_action"),
]
LEDGER = [
    path("ledger/", ledger.ledger, name="ledger"),
    path("audit/", audit.audit, name="audit"),
    path("audit/samples/", samples.audit_samples, name="audit_samples"),
    path("audit/samples/<str:number>/", samples.audit_sample, name="audit_sample"),
    path("audit/samples/<str:number>/<int:pk>/", samples.audit_finding, name="audit_finding"),
    path("audit/<str:serial>/<slug:code>/", audit.audit_step, name="audit_step"),
    path("ledger/closes/", closes.ledger_closes, name="ledger_closes"),
    path("ledger/closes/<int:pk>/", closes.ledger_close, name="ledger_close"),
    path("ledger/closes/<int:pk>/<slug:verb>/", closes.ledger_close_action, name="ledger_close_action"),
    path("ledger/statements/", statements.ledger_statements, name="ledger_statements"),
    path("ledger/households/<str:number>/", statements.ledger_household, name="ledger_household"),
    path("ledger/transfers/", ledger.ledger_transfers, name="ledger_transfers"),
    path("ledger/transfers/<int:pk>/", ledger.ledger_transfer, name="ledger_transfer"),
]
REVIEWS = [
    path("reviews/", reviews.review_list, name="reviews"),
    path("reviews/calendar/", reviews.calendar, name="review_calendar"),
    path("reviews/changes/", reviews.changes, name="review_changes"),
    path("reviews/<str:number>/", reviews.review, name="review"),
    path("reviews/<str:number>/<slug:verb>/", reviews.review_action, name="review_action"),
]
RELATIVES = [
    path("own-relatives/", relatives.own_relatives, name="own_relatives"),
    path("relatives/", relatives.relatives, name="relatives"),
    path("relatives/register.pdf", relatives.relatives_pdf, name="relatives_pdf"),
    path("relatives/officials/", relatives.relatives_officials, name="relatives_officials"),
    path("relatives/officials/<int:pk>/", relatives.relatives_official, name="relatives_official"),
    path("relatives/officials/<int:pk>/reveal/", relatives.relatives_official_reveal, name="relatives_official_reveal"),
    path(
        "relatives/officials/<int:pk>/<slug:verb>/", relatives.relatives_official_action,
        name="relatives_official_action",
    ),
    path("relatives/staff/", relatives.relatives_staff, name="relatives_staff"),
    path("relatives/staff/<int:pk>/", relatives.relatives_staff_member, name="relatives_staff_member"),
    path("relatives/staff/<int:pk>/reveal/", relatives.relatives_staff_reveal, name="relatives_staff_reveal"),
    path("relatives/staff/<int:pk>/<slug:verb>/", relatives.relatives_staff_action, name="relatives_staff_action"),
    path("relatives/declared/<int:pk>/end/", relatives.relatives_declared_end, name="relatives_declared_end"),
    path("relatives/declared/<int:pk>/reveal/", relatives.relatives_declared_reveal, name="relatives_declared_reveal"),
]  # fmt: skip
HONESTY = [
    path("honesty/", honesty.honesty_list, name="honesty_list"),
    path("honesty/credit/", honesty.honesty_credit, name="honesty_credit"),
    path("honesty/new/<str:number>/", honesty.honesty_new, name="honesty_new"),
    path("honesty/<str:number>/", honesty.honesty, name="honesty"),
    path("honesty/<str:number>/papers/<slug:kind>/", honesty.honesty_paper, name="honesty_paper"),
    path("honesty/<str:number>/<slug:verb>/", honesty.honesty_action, name="honesty_action"),
]
REMEDIES = [
    path("remedies/", remedies.remedy_list, name="remedy_list"),
    path("remedies/new/", remedies.remedy_new, name="remedy_new"),
    path("remedies/new/<str:number>/", remedies.remedy_for, name="remedy_for"),
    path("remedies/<str:number>/", remedies.remedy, name="remedy"),
    path("remedies/<str:number>/contact/", remedies.remedy_contact, name="remedy_contact"),
    path("remedies/<str:number>/<slug:verb>/", remedies.remedy_action, name="remedy_action"),
]
ASSESSMENTS = [
    path("assessments/", assessments.assessment_list, name="assessment_list"),
    path("assessments/new/", assessments.assessment_new, name="assessment_new"),
    path("assessments/<str:number>/", assessments.assessment, name="assessment"),
    path("assessments/<str:number>/assessment.pdf", assessments.assessment_pdf, name="assessment_pdf"),
    path("assessments/<str:number>/evidence/<int:pk>/", assessments.assessment_evidence, name="assessment_evidence"),
    path("assessments/<str:number>/items/<slug:item>/", assessments.assessment_item, name="assessment_item"),
    path(
        "assessments/<str:number>/items/<slug:item>/<slug:verb>/", assessments.assessment_item_action,
        name="assessment_item_action",
    ),
    path("assessments/<str:number>/<slug:verb>/", assessments.assessment_action, name="assessment_action"),
]  # fmt: skip
CALENDAR = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/announce/", calendar.calendar_announce, name="calendar_announce"),
    path("calendar/correct/", calendar.calendar_correct, name="calendar_correct"),
    path("calendar/deadlines/", calendar.calendar_deadlines, name="calendar_deadlines"),
]
ARCHIVE = [
    path("custody/", custody.custody_list, name="custody_list"),
    path("custody/<int:pk>/", custody.custody, name="custody"),
    path("custody/<int:pk>/paper/", custody.custody_paper, name="custody_paper"),
    path("custody/<int:pk>/<slug:verb>/", custody.custody_action, name="custody_action"),
    path("archive/", archive.archive, name="archive"),
    path("archive/ready/", archive.archive_ready, name="archive_ready"),
    path("archive/periods/", archive.archive_periods, name="archive_periods"),
    path("archive/<str:number>/", archive.archive_volume, name="archive_volume"),
    path("archive/<str:number>/file.pdf", archive.archive_file, name="archive_file"),
    path("archive/<str:number>/report.pdf", archive.archive_report, name="archive_report"),
    path("archive/<str:number>/<slug:verb>/", archive.archive_action, name="archive_action"),
]
JOBS = [
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/<str:token>/", jobs.job, name="job"),
    path("jobs/<str:token>/cancel/", jobs.job_cancel, name="job_cancel"),
    path("jobs/<str:token>/file/", jobs.job_file, name="job_file"),
]
PLAN = [path("plan/", plan.plan, name="plan"), path("law/", law.law, name="law")]
KEPT = [
    path("drafts/", drafts.draft_keep, name="draft_keep"),
    path("drafts/drop/", drafts.draft_drop, name="draft_drop"),
    path("presence/", mates.presence, name="presence"),
    path("views/save/", kept.view_save, name="view_save"),
    path("views/drop/", kept.view_drop, name="view_drop"),
]
DEMO = [path("demo-clock/", demo_clock.demo_clock, name="demo_clock")]

urlpatterns = [
    path("", todo.todo, name="todo"),
    path("search/", search.search, name="search"),
    *SIGN_IN,
    *HOUSEHOLDS,
    *PAPERS,
    *CASES,
    *COUNTY_CHECKS,
    *IMPORTS,
    *RUNS,
    *DIFFERENCES,
    *LEDGER,
    *REVIEWS,
    *RELATIVES,
    *HONESTY,
    *REMEDIES,
    *ASSESSMENTS,
    *CARE,
    *RELIEF,
    *SUPPORT,
    *SCREENING,
    *HOMES,
    *PRICES,
    *CLAIMS,
    *CALENDAR,
    *ARCHIVE,
    *JOBS,
    *PLAN,
    *KEPT,
    *DEMO,
]
if settings.DEBUG:
    urlpatterns.append(path("gallery/", gallery.gallery, name="gallery"))
