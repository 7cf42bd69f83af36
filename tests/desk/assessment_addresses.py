"""The addresses of self-assessments: how each is made, who owns it, and a request its owner gets through."""

from django.core.files.uploadedfile import SimpleUploadedFile

from minzheng.accounts.scope import within
from minzheng.assessment.models import Assessment, Evidence
from tests.desk.addresses import Maker, Try
from tests.factories import accounts, assessment


class SentAgain(SimpleUploadedFile):
    """A file that is whole each time it is posted: the stranger posts it before its owner does."""

    def read(self, *args):
        self.seek(0)
        return super().read(*args)


def draft() -> tuple[Assessment, Try]:
    owner = accounts.township_officer()
    row = assessment.started(by=owner)
    return row, Try({"number": row.number}, owner)


def page() -> Try:
    return draft()[1]


def kept_evidence() -> Try:
    row, made = draft()
    assessment.filled(row, by=made.owner)
    with within(made.owner.area):
        kept = Evidence.objects.filter(assessment=row).order_by("pk")[0]
    return Try(made.kwargs | {"pk": kept.pk}, made.owner)


def item(code: str) -> Try:
    made = page()
    return Try(made.kwargs | {"item": code}, made.owner)


def item_act(verb: str) -> Maker:
    def make() -> Try:
        if verb == "review":
            county = accounts.county_officer()
            row = assessment.submitted(by=accounts.township_officer())
            kwargs = {"number": row.number, "item": "survey_quality", "verb": verb}
            return Try(kwargs, county, {"points": "5", "reason": "抽查两份不全"})
        made = page()
        posts = {
            "answer": {"points": "6.5", "words": "抽查五份"},
            "attach": {"title": "抽查记录", "content": SentAgain("佐证.pdf", assessment.PDF)},
        }
        return Try(made.kwargs | {"item": "survey_quality", "verb": verb}, made.owner, posts[verb])

    return make


def submit() -> Try:
    row, made = draft()
    assessment.filled(row, by=made.owner)
    return Try(made.kwargs | {"verb": "submit"}, made.owner, {"statement": "已逐项自评"})


def close() -> Try:
    county = accounts.county_officer()
    row = assessment.reviewed(assessment.submitted(by=accounts.township_officer()), by=county)
    return Try({"number": row.number, "verb": "close"}, county, {"opinion": "同意"})


def reopen() -> Try:
    county = accounts.county_officer()
    row = assessment.submitted(by=accounts.township_officer())
    return Try({"number": row.number, "verb": "reopen"}, county, {"reason": "佐证不清"})


ASSESSMENT_ACTS: dict[str, Maker] = {"submit": submit, "close": close, "reopen": reopen}
ASSESSMENT_ADDRESSES: dict[str, dict[str, Maker]] = {
    "assessment": {"page": page},
    "assessment_pdf": {"page": page},
    "assessment_evidence": {"page": kept_evidence},
    "assessment_item": {
        "figure": lambda: item("visits_by_two"), "judged": lambda: item("survey_quality"),
        "veto": lambda: item("embezzlement"),
    },
    "assessment_item_action": {verb: item_act(verb) for verb in ("answer", "attach", "review")},
    "assessment_action": ASSESSMENT_ACTS,
}  # fmt: skip
