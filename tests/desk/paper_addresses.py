"""The addresses of papers and background jobs, as tests/desk/addresses.py has those of people and cases."""

from minzheng.accounts.scope import within
from minzheng.paperwork.domain import issuing, word_template, wording
from minzheng.services.jobs import worker
from tests.desk.addresses import NOW, Made, Maker, Try, with_letter
from tests.factories import accounts, casework, jobs
from tests.factories.word import document

LETTER_FORM = "confirmation"


def queued_job() -> Try:
    owner = accounts.township_officer()
    return Try({"token": jobs.queued(owner, NOW).token}, owner)


def cancelled_job() -> Try:
    made = queued_job()
    return Try(made.kwargs, made.owner, {})


def finished_job() -> Try:
    owner = accounts.township_officer()
    job = jobs.queued(owner, NOW, content="成果")
    worker.run_next(now=lambda: NOW)
    return Try({"token": job.token}, owner)


def in_force(form: str, *, by=None) -> None:
    """Upload a template, look at it and put it in force."""
    by = by or accounts.county_officer()
    words = "{{ applicant.name }} {{ remedies.text }}" if form == LETTER_FORM else "{{ applicant.name }}"
    row = word_template.upload(form=form, content=document(words), file_name="县局.docx", note="", by=by, at=NOW)
    second = accounts.county_officer()
    word_template.preview(template=row, by=second, at=NOW)
    word_template.approve(template=row, by=second, at=NOW)


def case_forms() -> Try:
    made = Made()
    return Try({"number": made.walk("accepted").number}, made.offices.township)


def case_form() -> Try:
    made = case_forms()
    return Try({**made.kwargs, "code": "application"}, made.owner)


def case_form_word() -> Try:
    in_force("application")
    return case_form()


def case_form_issue() -> Try:
    made = case_forms()
    return Try({**made.kwargs, "code": "acceptance"}, made.owner, {})


def letter_word() -> Try:
    made = Made()
    case = made.walk("active")
    in_force(LETTER_FORM)
    with within(made.offices.county.area):
        with_letter(case, made.offices)
        pk = casework.grant_of(case).letter.pk
    return Try({"number": case.number, "pk": pk}, made.offices.township)


def uploaded() -> Try:
    owner = accounts.county_officer()
    return Try({"code": "application"}, owner)


def proposed() -> Try:
    owner = accounts.county_officer()
    post = {"valid_from": "2026-12-01", "contact": "0717-1234567"}
    return Try({"code": "acceptance"}, owner, post)


def answer(what: str, verb: str) -> Maker:
    def make() -> Try:
        author, owner = accounts.county_officer(), accounts.county_officer()
        if what == "template":
            content = document("{{ applicant.name }}")
            row = word_template.upload(
                form="acceptance", content=content, file_name="县局.docx", note="", by=author, at=NOW
            )
            word_template.preview(template=row, by=owner, at=NOW)
        else:
            row = wording.propose(
                form="acceptance", valid_from=NOW.date(), opening="", closing="", contact="0717-1234567", by=author,
                at=NOW,
            )  # fmt: skip
            wording.preview(wording=row, by=owner, at=NOW)
        kwargs = {"code": "acceptance", "what": what, "pk": row.pk, "verb": verb}
        return Try(kwargs, owner, {"reason": "字号太小"})

    return make


PAPER_ADDRESSES: dict[str, dict[str, Maker]] = {
    "job": {"page": queued_job},
    "job_cancel": {"page": cancelled_job},
    "job_file": {"page": finished_job},
    "case_forms": {"page": case_forms},
    "case_form": {"page": case_form},
    "case_form_word": {"page": case_form_word},
    "case_form_issue": {"page": case_form_issue},
    "letter_word": {"page": letter_word},
    "form_upload": {"page": uploaded},
    "form_wording": {"page": proposed},
    "form_answer": {
        f"{what}-{verb}": answer(what, verb) for what in ("template", "wording") for verb in ("approve", "reject")
    },
}
# Addresses whose object belongs to nobody, so that nobody is a stranger to it: why stands beside each.
NOBODYS = {
    "form": "a form of the office, no case",
    "form_blank": "an empty form",
    "form_preview": "a form filled with invented people",
    "form_word_preview": "a template filled with invented people",
    "form_wording_preview": "a notice filled with invented people",
    "verify_code": "public: says only whether a paper was issued",
}


def issued_code() -> str:
    """Enter a paper and return its code."""
    return issuing.register(
        form="refusal", title="最低生活保障不予确认告知书", number="都民救〔2026〕7号", issuer="宜都市民政局",
        issued_on=NOW.date(), content_sha256="a" * 64,
    ).code  # fmt: skip
