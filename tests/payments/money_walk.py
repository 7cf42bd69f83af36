"""A walk of random acts over the money of a small county, checked after every one of them by a count of its own.

People, sums, answers of the bank and the order of acts come from one seed. An act that the product refuses must leave
nothing behind; an act done again must change nothing.
"""

import datetime as dt
import random
from collections import Counter, defaultdict
from itertools import count

from django.db.models import Sum

from minzheng.accounts.enums import Role
from minzheng.kernel.month import Month
from minzheng.kernel.refusal import Refused
from minzheng.ledger.domain import close as books
from minzheng.ledger.domain import doctor as ledger_doctor
from minzheng.ledger.domain.seal_check import problems as broken_seals
from minzheng.ledger.models import Account, Due, DuePerson, LedgerClose, Transfer
from minzheng.ledger.period import Period
from minzheng.payments.domain import bank, check, fund_move, hold, reconcile, recovery, run
from minzheng.payments.enums import ARRIVED_STATUSES, UNSIGNED_STATES, FundLevel, LineStatus, MoveKind, RunState
from minzheng.payments.models import BankFile, Fund, FundMove, PayLine, PaymentHold, PayRun, RunShare
from minzheng.payments.queries import doctor
from minzheng.registry.domain.death import record_death
from tests.factories import accounts, payments
from tests.factories.accounts import NEIGHBOUR_VILLAGE, VILLAGE
from tests.factories.payments import PROGRAM
from tests.payments.independent_bank import BANKS, FAILED, PAID, PARTLY, Said

HOUSEHOLDS = 30
DEATHS_AT_MOST = 8
START = dt.datetime(2026, 11, 3, 9, 0, tzinfo=payments.SHANGHAI)
# How often each act is tried, against the others.
WEIGHTS = {
    "allocate": 4, "propose_move": 2, "confirm_move": 3, "withdraw_move": 1, "place_hold": 2, "lift_hold": 2, "die": 1,
    "prepare": 8, "check": 10, "endorse": 3, "approve": 12, "cancel": 1, "write_file": 10, "answer": 22,
    "wrong_answer": 5, "close_run": 6, "propose_close": 2, "confirm_close": 3, "recover": 4, "undo_recovery": 1,
    "again": 10,
}  # fmt: skip


class Walk:
    """The county, its clock, and what the walk itself has counted."""

    def __init__(self, seed):
        self.seed, self.dice, self.at = seed, random.Random(seed), START
        self.numbers = count(1)
        self.done, self.refused = Counter(), Counter()
        self.last = None
        self.balances, self.seen = defaultdict(int), 0
        self.receipts = []
        self.files = {}
        self.people = [accounts.county_officer() for _ in range(3)] + [accounts.finance_officer() for _ in range(3)]
        self.people.append(accounts.leader())
        self.decisions = [
            payments.paid_household(
                amount_fen=self.dice.choice([1, 400_10, self.dice.randint(1, 2_000_00)]),
                division_code=self.dice.choice([VILLAGE, NEIGHBOUR_VILLAGE]),
            )
            for _ in range(HOUSEHOLDS)
        ]
        self.dead = 0
        payments.allocate(20_000_00)
        self.look()

    @property
    def month(self):
        return Month(self.at.year, self.at.month)

    def step(self):
        """Do one act, at some later time; look at what it left."""
        self.at += dt.timedelta(minutes=self.dice.randint(1, 200))
        name, act = self.draw()
        before = self.standing()
        try:
            act()
        except Refused:
            self.refused[name] += 1
            assert self.standing() == before, self.where(name)
        else:
            self.done[name] += 1
            if name == "again":
                assert self.standing() == before, self.where(name)
            self.last = act
        self.look(name)

    def draw(self):
        """Choose acts until there is one that has something to do it to."""
        while True:
            name = self.dice.choices(list(WEIGHTS), WEIGHTS.values())[0]
            act = self.last if name == "again" else getattr(self, name)()
            if act is not None:
                return name, act

    def where(self, name):
        """Say where the walk is, for whoever has to walk it again."""
        return f"seed {self.seed}, {name} at {self.at}, after {sum(self.done.values())} acts"

    def standing(self):
        """Return what money there is, in numbers that any act would change."""
        lines = dict(PayLine.objects.order_by().values_list("status").annotate(Sum("amount_fen")))
        return (Transfer.objects.count(), Due.objects.count(), PayRun.objects.count(), sorted(lines.items()))

    # ---- What is looked at

    def look(self, name="start"):
        """Count the new transfers and compare the accounts they touched."""
        touched = set()
        for row in Transfer.objects.filter(pk__gt=self.seen).order_by("pk"):
            self.balances[row.debit_id] -= row.amount_fen
            self.balances[row.credit_id] += row.amount_fen
            touched |= {row.debit_id, row.credit_id}
            self.seen = row.pk
        for account in Account.objects.filter(pk__in=touched):
            assert account.balance_fen == self.balances[account.pk], self.where(name)
            assert account.balance_fen >= 0 or account.may_go_negative, self.where(name)

    def look_at_everything(self):
        """Compare all that there is: books, seals, lines, funds, people."""
        where = self.where("everything")
        assert ledger_doctor.problems() == [], where
        assert doctor.problems() == [], where
        assert list(broken_seals()) == [], where
        assert sum(self.balances.values()) == 0, where
        assert {row.pk: row.balance_fen for row in Account.objects.all() if row.balance_fen} == {
            pk: fen for pk, fen in self.balances.items() if fen
        }, where
        self.nobody_is_paid_twice(where)
        self.funds_and_lines_agree(where)

    def nobody_is_paid_twice(self, where):
        """One regular due for a person, program and month; of each due never more than it says, in one live line."""
        regular = DuePerson.objects.filter(due__kind="regular").values_list("person_id", "program", "month")
        assert len(regular) == len(set(regular)), where
        arrived, live = Counter(), Counter()
        for due_id, status, paid_fen in PayLine.objects.values_list("due_id", "status", "paid_fen"):
            if status in ARRIVED_STATUSES:
                arrived[due_id] += paid_fen
            live[due_id] += status == LineStatus.PENDING
        amounts = dict(Due.objects.values_list("pk", "amount_fen"))
        assert all(fen <= amounts[pk] for pk, fen in arrived.items()), where
        assert max(live.values(), default=0) <= 1, where

    def funds_and_lines_agree(self, where):
        """What all funds have paid and not got back is what arrived on all lines, less what people gave back."""
        paid = sum(row.balance_fen for row in Account.objects.filter(kind="paid"))
        arrived = sum(PayLine.objects.filter(status__in=ARRIVED_STATUSES).values_list("paid_fen", flat=True))
        undone = Transfer.objects.filter(reverses__why="recovered").values_list("reverses_id", flat=True)
        back = Transfer.objects.filter(why="recovered").exclude(pk__in=undone).values_list("amount_fen", flat=True)
        assert paid == arrived - sum(back), where

    def file_and_lines_agree(self, paid):
        """The bank understands the same sums that the list, its shares and its reservation say."""
        files = BankFile.objects.filter(run=paid).order_by("part")
        ours = BANKS[files[0].format_code]
        by = self.people[0]
        orders = [
            order for file in files for order in ours.take(bank.open_file(run=paid, by=by, at=self.at, part=file.part))
        ]
        total = sum(order.cents for order in orders)
        reserved = Transfer.objects.filter(why="reserve", reference_id=paid.number).values_list("amount_fen", flat=True)
        shares = RunShare.objects.filter(run=paid).values_list("amount_fen", flat=True)
        assert {total, paid.total_fen, sum(reserved), sum(shares)} == {total}, self.where("write_file")
        assert {order.serial for order in orders} == set(
            PayLine.objects.filter(run=paid).values_list("serial", flat=True)
        )
        self.files[paid.pk] = (ours, {order.serial: order for order in orders})

    # ---- The acts: each returns what to do, or nothing where there is nothing to do it to

    def anybody(self, role=None, *, but=()):
        """Return one of the people: mostly one of this role who had no hand in it, now and then any other."""
        fit = [one for one in self.people if (role is None or one.role == role) and one not in but]
        return self.dice.choice(self.people if self.dice.random() < 0.15 or not fit else fit)

    def a_run(self, *states):
        """Return one of the runs in these states, now and then one in any other."""
        rows = PayRun.objects.order_by("pk")
        found = list(rows if self.dice.random() < 0.1 else rows.filter(state__in=states))
        return self.dice.choice(found[-4:]) if found else None

    def signer(self, paid):
        """Return somebody who may put a name under the list: mostly one who has not yet done so."""
        signed = [paid.prepared_by, paid.checked_by] if paid else []
        return self.anybody(self.dice.choice([Role.COUNTY_OFFICER, Role.FINANCE_OFFICER]), but=signed)

    def allocate(self):
        amount_fen, level = self.dice.randint(1, 30_000_00), self.dice.choice(FundLevel.values)
        year, document = self.at.year, f"示例财社〔{self.at.year}〕{next(self.numbers)}号"
        return lambda: payments.allocate(amount_fen, year=year, level=level, document=document)

    def propose_move(self):
        funds = list(Fund.objects.order_by("pk"))
        kind, source = self.dice.choice(MoveKind.values), self.dice.choice(funds)
        by = self.anybody(Role.FINANCE_OFFICER)
        target = self.dice.choice(funds) if kind == MoveKind.LEVEL else None
        amount_fen, document, at = self.dice.randint(1, 2_000_00), f"示例财调{next(self.numbers)}号", self.at
        return lambda: fund_move.propose(
            kind=kind, source=source, target=target, amount_fen=amount_fen, document_number=document, reason="调剂",
            by=by, at=at,
        )  # fmt: skip

    def a_move(self):
        return FundMove.objects.order_by("-pk").first()

    def confirm_move(self):
        move, at = self.a_move(), self.at
        by = self.anybody(Role.FINANCE_OFFICER, but=[move and move.proposed_by])
        return move and (lambda: fund_move.confirm(move=move, by=by, at=at))

    def withdraw_move(self):
        move, by, at = self.a_move(), self.anybody(Role.FINANCE_OFFICER), self.at
        return move and (lambda: fund_move.withdraw(move=move, by=by, at=at, reason="不调了"))

    def place_hold(self):
        home, by, at = self.dice.choice(self.decisions).case.household, self.anybody(Role.COUNTY_OFFICER), self.at
        until_on = at.date() + dt.timedelta(days=self.dice.randint(0, 40))
        return lambda: hold.place(household=home, reason="举报待核", until_on=until_on, by=by, at=at)

    def lift_hold(self):
        stopped, at = PaymentHold.objects.order_by("-pk").first(), self.at
        by = self.anybody(Role.COUNTY_OFFICER, but=[stopped and stopped.placed_by])
        return stopped and (lambda: hold.lift(hold=stopped, by=by, at=at, reason="查无问题"))

    def die(self):
        if self.dead >= DEATHS_AT_MOST:
            return None
        self.dead += 1
        person, by, at = self.dice.choice(self.decisions).case.applicant, self.people[0], self.at
        return lambda: record_death(person=person, died_on=at.date(), by=by, at=at, source="死亡证明")

    def prepare(self):
        month, at = self.dice.choice([self.month, self.month, self.month.previous()]), self.at
        by = self.anybody(Role.FINANCE_OFFICER)
        return lambda: run.prepare(program=PROGRAM, month=month, by=by, at=at)

    def check(self):
        paid, at = self.a_run(RunState.DRAFT), self.at
        by = self.signer(paid)
        return paid and (lambda: check.check(run=paid, by=by, at=at))

    def endorse(self):
        paid, by, at = self.a_run(RunState.CHECKED), self.people[-1], self.at
        return paid and (lambda: check.endorse(run=paid, by=by, at=at))

    def approve(self):
        paid, at = self.a_run(RunState.CHECKED, RunState.ENDORSED), self.at
        by = self.signer(paid)
        return paid and (lambda: run.approve(run=paid, by=by, at=at))

    def cancel(self):
        paid, by, at = self.a_run(*UNSIGNED_STATES), self.anybody(), self.at
        return paid and (lambda: run.cancel(run=paid, by=by, at=at, reason="重新编制"))

    def write_file(self):
        paid, by, at, code = self.a_run(RunState.APPROVED), self.anybody(), self.at, self.dice.choice(list(BANKS))

        def act():
            bank.write_file(run=paid, by=by, at=at, format_code=code)
            self.file_and_lines_agree(PayRun.objects.get(pk=paid.pk))

        return paid and act

    def answer(self):
        """The bank speaks of some lines that wait, and now and then of one that it had paid."""
        paid = self.a_run(RunState.SENT, RunState.PARTIALLY_RETURNED, RunState.RECONCILED, RunState.CLOSED)
        if paid is None or paid.pk not in self.files:
            return None
        ours, orders = self.files[paid.pk]
        lines = list(PayLine.objects.filter(run=paid).order_by("seq"))
        waiting = [line for line in lines if line.status == LineStatus.PENDING]
        share = self.dice.choice([0.3, 1, 1])
        said = [self.word_of(orders[line.serial]) for line in waiting if self.dice.random() < share]
        came = [line for line in lines if line.status == LineStatus.PAID]
        if came and self.dice.random() < 0.15:
            said.append(Said(orders[self.dice.choice(came).serial], FAILED, 0, "0103", "账户已销户"))
        return self.read(paid, ours, said) if said else None

    def word_of(self, order):
        outcome = self.dice.choices([PAID, FAILED, PARTLY], [8, 2, 1])[0]
        if outcome == PARTLY and order.cents < 2:
            outcome = PAID
        part = {PAID: order.cents, FAILED: 0, PARTLY: self.dice.randint(1, max(1, order.cents - 1))}[outcome]
        return Said(order, outcome, part, "0199" if outcome != PAID else "", "")

    def wrong_answer(self):
        """The bank speaks of a line twice, of more than was sent, or of a run that has not been sent."""
        paid = self.a_run(*(state for state in RunState.values if state not in UNSIGNED_STATES))
        if paid is None or paid.pk not in self.files:
            return None
        ours, orders = self.files[paid.pk]
        order = self.dice.choice(list(orders.values()))
        more = type(order)(order.serial, order.name, order.account, order.cents + 1)
        said = self.dice.choice([
            [Said(order, PAID, order.cents), Said(order, PAID, order.cents)],
            [Said(more, PAID, more.cents)],
            [Said(type(order)(f"{order.serial}9", order.name, order.account, order.cents), PAID, order.cents)],
        ])  # fmt: skip
        refusal = self.read(paid, ours, said)

        def act():
            refusal()
            raise AssertionError(self.where("wrong_answer") + " was taken")

        return act

    def read(self, paid, ours, said):
        content, by, at = ours.answer(paid.number, said), self.anybody(), self.at
        return lambda: reconcile.read_result(run=paid, content=content, name=ours.name, by=by, at=at)

    def close_run(self):
        paid, by, at = self.a_run(RunState.RECONCILED, RunState.PARTIALLY_RETURNED), self.anybody(), self.at
        return paid and (lambda: reconcile.close(run=paid, by=by, at=at))

    def propose_close(self):
        fund, by, at = self.dice.choice(list(Fund.objects.order_by("pk"))), self.anybody(Role.FINANCE_OFFICER), self.at
        period = Period.of_month(self.month.plus(-self.dice.randint(0, 2)))
        return lambda: books.propose(fund_code=fund.code, period=period, by=by, at=at)

    def confirm_close(self):
        row, at = LedgerClose.objects.order_by("-pk").first(), self.at
        by = self.anybody(Role.FINANCE_OFFICER, but=[row and row.proposed_by])
        return row and (lambda: books.confirm(close=row, by=by, at=at))

    def recover(self):
        lines = list(PayLine.objects.filter(status__in=ARRIVED_STATUSES).order_by("-pk")[:50])
        if not lines:
            return None
        line = self.dice.choice(lines)
        receipt, by, at = f"walk-{next(self.numbers)}", self.anybody(), self.at
        amount_fen = self.dice.randint(1, line.paid_fen + 1)
        self.receipts.append(receipt)
        return lambda: recovery.book(
            case_number=line.case_number, months=(line.month, line.month), amount_fen=amount_fen, receipt=receipt,
            by=by, at=at,
        )  # fmt: skip

    def undo_recovery(self):
        if not self.receipts:
            return None
        receipt, by, at = self.receipts.pop(), self.anybody(), self.at
        return lambda: recovery.undo(receipt=receipt, by=by, at=at)


def walk(seed, acts, *, whole_every=100):
    """Walk so many acts; everything is compared every so many, and at the end."""
    found = Walk(seed)
    for number in range(1, acts + 1):
        found.step()
        if number % whole_every == 0:
            found.look_at_everything()
    found.look_at_everything()
    return found
