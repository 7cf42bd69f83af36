"""Indicators of medical assistance: who is insured, what hospitals hand in, what is paid, what aid takes over."""

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from minzheng.claims.enums import BILLS, Kind, Mode, StatementState
from minzheng.claims.models import Claim, DepositWaiver, Reckoning, ReturnedLine, SettlementFile, Statement
from minzheng.claims.models.claim import OUTGO
from minzheng.claims.queries.enrolment import last_match
from minzheng.kernel.fen import format_yuan
from minzheng.plan.measure import Measure, Scope, count, share, share_of

LINK, PEOPLE, CAMPAIGN = "claims", "claim_applications", "claim_campaigns"


def enrolment_rate(scope: Scope) -> Measure:
    """Share of those on the newest frozen roster who are insured, by the last matching made until the day."""
    match = last_match(scope.last_on)
    if match is None:
        return Measure("—", _("还没有冻结名册并比对"), 0, None, CAMPAIGN)
    found = share(match.enrolled, match.to_enrol, _("人"), link=CAMPAIGN)
    words = _("%(year)d年度，%(detail)s") % {"year": match.freeze.campaign.year, "detail": found.detail}
    return Measure(found.value, words, found.numerator, found.denominator, CAMPAIGN)


def premiums_paid(scope: Scope) -> Measure:
    """Count the premiums reckoned in the month."""
    rows = Reckoning.objects.filter(claim__kind=Kind.PREMIUM, delta_fen__gt=0, reckoned_at__range=scope.moments)
    found = rows.aggregate(n=Count("pk"), fen=Sum("delta_fen"))
    return count(found["n"], _("人"), _("资助%(yuan)s元") % {"yuan": format_yuan(found["fen"] or 0)}, link=CAMPAIGN)


def one_stop_lines(scope: Scope) -> Measure:
    """Share of the lines of the month's files that were taken at once."""
    files = SettlementFile.objects.filter(received_at__range=scope.moments)
    done = files.aggregate(n=Sum("done_count"))["n"] or 0
    returned = ReturnedLine.objects.filter(file__in=files.values("pk")).count()
    return share(done - returned, done, _("行"), link=LINK)


def statements_paid(scope: Scope) -> Measure:
    """Share of the month's payments to institutions that the bank has made."""
    rows = Statement.objects.filter(month=str(scope.month)).exclude(state=StatementState.CANCELLED)
    return share_of(rows, Q(state=StatementState.PAID), _("张"), link="claim_statements")


def bills_aided(scope: Scope) -> Measure:
    """Count the bills of the month that got something, inpatient and outpatient."""
    rows = _aided(scope)
    found = rows.aggregate(
        all=Count("pk"), inside=Count("pk", filter=Q(claim__kind=Kind.INPATIENT)), fen=Sum("delta_fen")
    )
    words = _("住院%(in)d笔，门诊%(out)d笔，救助%(yuan)s元") % {
        "in": found["inside"], "out": found["all"] - found["inside"], "yuan": format_yuan(found["fen"] or 0),
    }  # fmt: skip
    return count(found["all"], _("笔"), words, link=LINK)


def aided_by_mode(scope: Scope) -> Measure:
    """Count the bills of the month settled at discharge; the rest were claimed afterwards."""
    rows = _aided(scope)
    during = rows.filter(claim__mode=Mode.DURING).count()
    whole = rows.count()
    words = _("出院时直接结算%(now)d笔，事后申请%(later)d笔") % {"now": during, "later": whole - during}
    return count(whole, _("笔"), words, link=PEOPLE)


def shares_and_sums(scope: Scope) -> Measure:
    """Count what was granted in the month by percentage and as fixed sums."""
    rows = Reckoning.objects.filter(delta_fen__gt=0, claim__settled_on__range=scope.days)
    by_share = rows.filter(claim__kind__in=BILLS).count()
    fixed = rows.filter(claim__kind=Kind.FIXED).count()
    words = _("按比例%(share)d笔，按定额%(fixed)d笔") % {"share": by_share, "fixed": fixed}
    return count(by_share + fixed, _("笔"), words, link=PEOPLE)


def bills_reached(scope: Scope) -> Measure:
    """Share of the month's bills that aid reached; no illness is asked, only threshold and cap keep one out."""
    rows = Claim.objects.filter(
        kind__in=BILLS, settled_on__range=scope.days, replaced_by__isnull=True, is_reversal=False
    )
    whole, reached = rows.count(), _aided(scope).values("claim_id").distinct().count()
    found = share(min(reached, whole), whole, _("笔"), link=LINK)
    return Measure(found.value, found.detail, found.numerator, None, LINK)


def aid_share(scope: Scope) -> Measure:
    """Share, in fen, of what the insurances left within the policy that aid takes over, of the month's bills."""
    rows = Claim.objects.filter(
        kind__in=BILLS, settled_on__range=scope.days, replaced_by__isnull=True, is_reversal=False
    )
    rest = F("bill_fen")
    for name in OUTGO:
        rest = rest - F(name)
    left = rows.aggregate(total=Sum(rest))["total"] or 0
    aid = Reckoning.objects.filter(claim__in=rows.values("pk")).aggregate(total=Sum("delta_fen"))["total"] or 0
    if not left:
        return share(0, 0, "", link=LINK)
    tenths = aid * 1000 // left
    words = _("政策范围内自付%(left)s元，救助%(aid)s元") % {"left": format_yuan(left), "aid": format_yuan(aid)}
    # A share that need not be whole: no denominator, so nobody is called to look.
    return Measure(f"{tenths // 10}.{tenths % 10}%", words, aid, None, LINK)


def deposits_waived(scope: Scope) -> Measure:
    """Count the stays of the month without a deposit."""
    found = DepositWaiver.objects.filter(issued_at__range=scope.moments).aggregate(
        n=Count("pk"), fen=Sum("deposit_fen")
    )
    words = _("免收%(yuan)s元") % {"yuan": format_yuan(found["fen"] or 0)}
    return count(found["n"], _("次"), words, link="claim_urgent")


def _aided(scope: Scope) -> QuerySet[Reckoning]:
    rows: QuerySet[Reckoning] = Reckoning.objects.filter(claim__kind__in=BILLS, delta_fen__gt=0)
    return rows.filter(claim__settled_on__range=scope.days)
