"""Indicators of medical assistance: who is insured, what hospitals hand in, what is paid, what aid takes over.

All of them are read in one question (the sums of each table under each other), kept on the scope.
"""

from typing import Any

from django.db.models import BigIntegerField, CharField, Count, F, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from minzheng.claims.enums import BILLS, Kind, Mode, StatementState
from minzheng.claims.models import Claim, DepositWaiver, Match, Reckoning, ReturnedLine, SettlementFile, Statement
from minzheng.claims.models.claim import OUTGO
from minzheng.kernel.fen import format_yuan
from minzheng.plan.measure import Measure, Scope, count, share

LINK, PEOPLE, CAMPAIGN = "claims", "claim_applications", "claim_campaigns"
COLUMNS = ("a", "b", "c", "d")
NOTHING = (0, 0, 0, 0)


def enrolment_rate(scope: Scope) -> Measure:
    """Share of those on the newest frozen roster who are insured, by the last matching made until the day."""
    enrolled, to_enrol, year, _rest = _sums(scope, "match")
    if not year:
        return Measure("—", _("还没有冻结名册并比对"), 0, None, CAMPAIGN)
    found = share(enrolled, to_enrol, _("人"), link=CAMPAIGN)
    words = _("%(year)d年度，%(detail)s") % {"year": year, "detail": found.detail}
    return Measure(found.value, words, found.numerator, found.denominator, CAMPAIGN)


def premiums_paid(scope: Scope) -> Measure:
    """Count the premiums reckoned in the month."""
    people, fen, *_rest = _sums(scope, "premiums")
    return count(people, _("人"), _("资助%(yuan)s元") % {"yuan": format_yuan(fen)}, link=CAMPAIGN)


def one_stop_lines(scope: Scope) -> Measure:
    """Share of the lines of the month's files that were taken at once."""
    done, returned = _sums(scope, "files")[0], _sums(scope, "returned")[0]
    return share(done - returned, done, _("行"), link=LINK)


def statements_paid(scope: Scope) -> Measure:
    """Share of the month's payments to institutions that the bank has made."""
    whole, paid, *_rest = _sums(scope, "statements")
    return share(paid, whole, _("张"), link="claim_statements")


def bills_aided(scope: Scope) -> Measure:
    """Count the bills of the month that got something, inpatient and outpatient."""
    whole, inside, _during, fen = _sums(scope, "aided")
    words = _("住院%(in)d笔，门诊%(out)d笔，救助%(yuan)s元") % {
        "in": inside, "out": whole - inside, "yuan": format_yuan(fen),
    }  # fmt: skip
    return count(whole, _("笔"), words, link=LINK)


def aided_by_mode(scope: Scope) -> Measure:
    """Count the bills of the month settled at discharge; the rest were claimed afterwards."""
    whole, _inside, during, _fen = _sums(scope, "aided")
    words = _("出院时直接结算%(now)d笔，事后申请%(later)d笔") % {"now": during, "later": whole - during}
    return count(whole, _("笔"), words, link=PEOPLE)


def shares_and_sums(scope: Scope) -> Measure:
    """Count what was granted in the month by percentage and as fixed sums."""
    by_share, fixed = _sums(scope, "aided")[0], _sums(scope, "fixed")[0]
    words = _("按比例%(share)d笔，按定额%(fixed)d笔") % {"share": by_share, "fixed": fixed}
    return count(by_share + fixed, _("笔"), words, link=PEOPLE)


def bills_reached(scope: Scope) -> Measure:
    """Share of the month's bills that aid reached; no illness is asked, only threshold and cap keep one out."""
    whole, reached = _sums(scope, "bills")[0], _sums(scope, "aided")[0]
    found = share(reached, whole, _("笔"), link=LINK)
    return Measure(found.value, found.detail, found.numerator, None, LINK)


def aid_share(scope: Scope) -> Measure:
    """Share, in fen, of what the insurances left within the policy that aid takes over, of the month's bills."""
    left, aid = _sums(scope, "bills")[1], _sums(scope, "aided")[3]
    if not left:
        return share(0, 0, "", link=LINK)
    tenths = aid * 1000 // left
    words = _("政策范围内自付%(left)s元，救助%(aid)s元") % {"left": format_yuan(left), "aid": format_yuan(aid)}
    # A share that need not be whole: no denominator, so nobody is called to look.
    return Measure(f"{tenths // 10}.{tenths % 10}%", words, aid, None, LINK)


def deposits_waived(scope: Scope) -> Measure:
    """Count the stays of the month without a deposit."""
    stays, fen, *_rest = _sums(scope, "waivers")
    return count(stays, _("次"), _("免收%(yuan)s元") % {"yuan": format_yuan(fen)}, link="claim_urgent")


def _sums(scope: Scope, name: str) -> tuple[int, ...]:
    if "claims" not in scope.kept:
        parts = [_part(name, *part) for name, part in _parts(scope).items()]
        rows = parts[0].union(*parts[1:], all=True)
        scope.kept["claims"] = {name: tuple(int(each) for each in sums) for name, *sums in rows}
    found: tuple[int, ...] = scope.kept["claims"].get(name, NOTHING)
    return found


def _parts(scope: Scope) -> dict[str, tuple[Any, ...]]:
    """Return each table's rows with the sums asked of it, by name."""
    billed = Q(claim__kind__in=[kind.value for kind in BILLS], claim__settled_on__range=scope.days)
    living = Claim.objects.filter(kind__in=BILLS, settled_on__range=scope.days, replaced_by__isnull=True)
    rest = F("bill_fen") - sum((F(name) for name in OUTGO[1:]), F(OUTGO[0]))
    newest = Match.objects.filter(matched_at__lte=scope.moments[1]).order_by("-freeze__month", "-pk").values("pk")[:1]
    files = SettlementFile.objects.filter(received_at__range=scope.moments)
    statements = Statement.objects.filter(month=str(scope.month)).exclude(state=StatementState.CANCELLED)
    # A bill reckoned again has several rows; it is counted once and comes to their sum.
    aided = Reckoning.objects.filter(billed)
    got = Q(amount_fen__gt=0, claim__replaced_by__isnull=True, claim__is_reversal=False)
    each = {"distinct": True}
    return {
        "match": (
            Match.objects.filter(pk=Subquery(newest)), Sum("enrolled"), Sum("to_enrol"), Sum("freeze__campaign__year"),
        ),
        "premiums": (
            Reckoning.objects.filter(claim__kind=Kind.PREMIUM, delta_fen__gt=0, reckoned_at__range=scope.moments),
            Count("pk"), Sum("delta_fen"),
        ),
        "files": (files, Sum("done_count")),
        "returned": (ReturnedLine.objects.filter(file__received_at__range=scope.moments), Count("pk")),
        "statements": (statements, Count("pk"), Count("pk", filter=Q(state=StatementState.PAID))),
        "aided": (
            aided, Count("claim", filter=got, **each),
            Count("claim", filter=got & Q(claim__kind=Kind.INPATIENT), **each),
            Count("claim", filter=got & Q(claim__mode=Mode.DURING), **each), Sum("delta_fen"),
        ),
        "fixed": (
            Reckoning.objects.filter(claim__kind=Kind.FIXED, delta_fen__gt=0, claim__settled_on__range=scope.days),
            Count("pk"),
        ),
        "bills": (living.filter(is_reversal=False), Count("pk"), Sum(rest)),
        "waivers": (DepositWaiver.objects.filter(issued_at__range=scope.moments), Count("pk"), Sum("deposit_fen")),
    }  # fmt: skip


def _part(name: str, rows: QuerySet[Any], *sums: Any) -> QuerySet[Any]:
    whole = (*sums, *(Value(0) for _missing in COLUMNS[len(sums) :]))
    columns = {
        column: Cast(Coalesce(one, Value(0), output_field=BigIntegerField()), BigIntegerField())
        for column, one in zip(COLUMNS, whole, strict=True)
    }
    named = rows.order_by().annotate(of_table=Value(name, output_field=CharField())).values("of_table")
    return named.annotate(**columns).values_list("of_table", *COLUMNS)
