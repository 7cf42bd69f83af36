"""Addresses of homes: how each is made, who owns it, and a request its owner gets through."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from minzheng.accounts.scope import within
from minzheng.institutions.domain import daily, departure, house, improvement, incident, leave, money
from minzheng.institutions.models import CareItem, Pot
from tests.desk.addresses import TODAY, Maker, Try
from tests.factories import institutions
from tests.factories.institutions import on

BEFORE = on(20)


def a_home() -> institutions.Home:
    return institutions.Home(at=BEFORE)


def home_act(verb: str, owner: str, post: Any, prepare: Callable[[Any], Any] | None = None) -> tuple[str, Maker]:
    """Return the line of one act in a home; `prepare` returns what the post names."""

    def make() -> Try:
        home = a_home()
        with within(home.director.area):
            made = prepare(home) if prepare else None
        data = post(home, made) if callable(post) else post
        return Try({"number": home.row.number, "verb": verb}, getattr(home, owner), data)

    return verb, make


def waiting(home: Any) -> Any:
    person, number = institutions.somebody()
    entry = institutions.entered(home, number)
    institutions.examined(home, person)
    return entry


def worker(home: Any) -> Any:
    return house.hire(
        institution=home.row, name="刘护理", post="carer", id_number="", from_on=BEFORE.date(), by=home.director,
        at=BEFORE,
    )  # fmt: skip


def menu(home: Any) -> Any:
    for name in ("王一", "李二", "张三"):
        house.enter_committee_member(
            institution=home.row, name=name, is_resident=True, from_on=dt.date(2026, 1, 1),
            until_on=dt.date(2028, 12, 31), by=home.director, at=BEFORE,
        )  # fmt: skip
    return house.propose_menu(
        institution=home.row, week_on=dt.date(2026, 11, 30), lines=["米饭"] * 7, by=home.director, at=BEFORE
    )


def complaint(home: Any) -> Any:
    return incident.complain(
        institution=home.row, said_by="王大爷", text="太咸", received_on=BEFORE.date(), by=home.carer, at=BEFORE
    )


def defect(home: Any, *, mended: bool = False) -> Any:
    row = incident.find_defect(
        institution=home.row, words="走廊扶手松动", due_on=dt.date(2026, 12, 1), by=home.director, at=BEFORE
    )
    return incident.mend(defect=row, remedy="已加固", by=home.director, at=BEFORE) if mended else row


def fall(home: Any) -> Any:
    return incident.report(
        residence=institutions.admitted(home), risk="fall", happened_on=BEFORE.date(), words="滑倒", harm="light",
        measures="冰敷", by=home.carer, at=BEFORE,
    )  # fmt: skip


def voucher(home: Any, *, by: str = "carer") -> Any:
    stay = institutions.admitted(home)
    return money.draw(
        pot=stay.pot, direction="in", matter="own_income", amount_fen=100, receipt="1", signed_by="本人",
        by=getattr(home, by), at=BEFORE,
    )  # fmt: skip


def own_voucher(home: Any) -> Any:
    return money.draw(
        pot=Pot.objects.get(institution=home.row, purpose="living"), direction="in", matter="support", amount_fen=100,
        receipt="1", signed_by="财政所", by=home.director, at=BEFORE,
    )  # fmt: skip


def pocket(home: Any) -> Any:
    """A voucher of pocket money by hand: who is supported stands in tests/institutions."""
    fund = own_voucher(home)
    money.confirm(voucher=fund, by=home.officer, at=BEFORE)
    return money._voucher(
        institutions.admitted(home).pot, direction="in", matter="pocket", amount_fen=100, receipt="1",
        signed_by="本人", by=home.director, at=BEFORE,
    )  # fmt: skip


def works(home: Any, *, percent: int = 0) -> Any:
    with within(home.county.area):
        row = improvement.enter(
            institution=home.row, need="加装电梯", budget_fen=3_000_000, funder="公益金", contractor="建安公司",
            due_on=dt.date(2026, 12, 31), by=home.county, at=BEFORE,
        )  # fmt: skip
        if percent:
            improvement.advance(works=row, percent=percent, words="完工", by=home.director, at=BEFORE)
    return row


HOME_ACTS: dict[str, Maker] = dict(
    [
        home_act(
            "enter", "officer",
            lambda _home, number: {"id_number": number, "chosen_by": "person", "chosen_on": TODAY, "witness": "李支书"},
            lambda _home: institutions.somebody()[1],
        ),
        home_act(
            "admit", "director",
            lambda home, entry: {
                "entry": entry.pk, "bed": home.bed().pk, "signed_by": entry.person.name, "services": "食宿照护",
                "agreement_until": "2027-12-31", "contact": "侄子", "contact_phone": "13900000000",
            },
            waiting,
        ),
        home_act(
            "assess", "director",
            lambda _home, entry: {
                "person": entry.person_id, "able": ["eat"], "assessor": "王医生", "assessed_on": TODAY,
            },
            waiting,
        ),
        home_act(
            "health", "director",
            lambda _home, entry: {
                "person": entry.person_id, "clinic": "镇卫生院", "checked_on": TODAY, "is_infectious": "0",
                "findings": "健康",
            },
            waiting,
        ),
        home_act("withdraw", "officer", lambda _home, entry: {"entry": entry.pk, "reason": "不来了"}, waiting),
        home_act(
            "room", "director", {"name": "301", "square_metres": "12", "beds": "2", "sex": "", "is_isolation": "0"}
        ),
        home_act("bed", "director", lambda home, _made: {"bed": home.bed().pk, "is_out": "1", "reason": "修床"}),
        home_act("hire", "director", {"name": "陈厨", "post": "cook", "id_number": "", "from_on": TODAY}),
        home_act(
            "train", "director",
            lambda _home, row: {"worker": row.pk, "topic": "消防", "held_on": TODAY, "hours": "4", "valid_until": ""},
            worker,
        ),
        home_act("let-go", "director", lambda _home, row: {"worker": row.pk, "until_on": TODAY}, worker),
        home_act(
            "duty", "director", lambda _home, row: {"day": TODAY, "watch": "night", "workers": [row.pk]}, worker
        ),
        home_act("menu", "director", {"week_on": "2026-11-30", "lines": "\n".join(["米饭"] * 7)}),
        home_act("vote", "carer", lambda _home, row: {"menu": row.pk, "present": "3", "votes": "3"}, menu),
        home_act(
            "committee", "director",
            {"name": "王一", "is_resident": "1", "from_on": "2026-01-01", "until_on": "2028-12-31"},
        ),
        home_act("complain", "carer", {"said_by": "王大爷", "text": "太咸", "received_on": TODAY}),
        home_act("answer", "director", lambda _home, row: {"complaint": row.pk, "text": "已调整"}, complaint),
        home_act("fire", "officer", {"failed": ["alarm"], "due_on": "2026-12-01", "words": ""}),
        home_act("food", "director", {"failed": [], "due_on": "", "words": "全部合格"}),
        home_act("defect", "officer", {"words": "扶手松动", "due_on": "2026-12-01"}),
        home_act("mend", "director", lambda _home, row: {"defect": row.pk, "remedy": "已加固"}, defect),
        home_act(
            "verify", "officer", lambda _home, row: {"defect": row.pk}, lambda home: defect(home, mended=True)
        ),
        home_act("close-incident", "director", lambda _home, row: {"incident": row.pk, "cause": "地滑，已铺垫"}, fall),
        home_act(
            "book", "director",
            {"matter": "living:in:support", "amount_fen": "100", "receipt": "1", "signed_by": "财政所", "words": ""},
        ),
        home_act("confirm", "director", lambda _home, row: {"voucher": row.pk}, voucher),
        home_act("confirm-own", "officer", lambda _home, row: {"voucher": row.pk}, own_voucher),
        home_act("cancel", "director", lambda _home, row: {"voucher": row.pk, "reason": "写错"}, voucher),
        home_act("confirm-pocket", "carer", {}, pocket),
        home_act(
            "works", "officer",
            {"need": "改厕", "budget_fen": "50000", "funder": "公益金", "contractor": "建安", "due_on": "2026-12-31"},
        ),
        home_act(
            "step", "director", lambda _home, row: {"works": row.pk, "percent": "30", "words": "基础完成"}, works
        ),
        home_act(
            "accept", "second_county", lambda _home, row: {"works": row.pk, "words": "合格", "cost_fen": "29000"},
            lambda home: works(home, percent=100),
        ),
    ]
)  # fmt: skip


def refused_pocket() -> Try:
    """Nobody here is supported by a decision: the director reads why nothing is drawn."""
    home = a_home()
    return Try(
        {"number": home.row.number, "verb": "pocket"}, home.director, {"month": "2026-11", "receipt": "1"}, is_past=True
    )


HOME_ACTS["pocket"] = refused_pocket


def resident_act(
    verb: str, owner: str, post: Any, prepare: Callable[[Any, Any], Any] | None = None
) -> tuple[str, Maker]:
    """Return the line of one act on a resident."""

    def make() -> Try:
        home = a_home()
        stay = institutions.admitted(home)
        with within(home.director.area):
            made = prepare(home, stay) if prepare else None
        data = post(home, made) if callable(post) else post
        return Try({"number": stay.number, "verb": verb}, getattr(home, owner), data)

    return verb, make


def away(home: Any, stay: Any) -> None:
    leave.leave(residence=stay, due_on=dt.date(2026, 11, 23), reason="回村", companion="侄子", by=home.carer, at=BEFORE)


def gone(home: Any, stay: Any) -> None:
    departure.depart(residence=stay, stay="discharged", words="回家", by=home.director, at=BEFORE)


def died(home: Any, stay: Any) -> Any:
    return departure.die(
        residence=stay, died_on=BEFORE.date(), words="因病", told_to="李干事", by=home.carer, at=BEFORE
    )


def listed(home: Any, stay: Any) -> Any:
    return departure.list_belongings(
        residence=stay, occasion="moving_in", items=["收音机"], witness_one="甲", witness_two="乙", by=home.carer,
        at=BEFORE,
    )  # fmt: skip


def drawn(home: Any, stay: Any) -> Any:
    return money.draw(
        pot=stay.pot, direction="in", matter="own_income", amount_fen=100, receipt="1", signed_by="本人",
        by=home.carer, at=BEFORE,
    )  # fmt: skip


RESIDENT_ACTS: dict[str, Maker] = dict(
    [
        resident_act("leave", "carer", {"due_on": "2026-11-30", "reason": "回村", "companion": "侄子"}),
        resident_act("return", "carer", {"text": "精神好"}, away),
        resident_act("move", "director", lambda home, _made: {"bed": home.bed(label="2").pk, "reason": "靠窗"}),
        resident_act("renew", "director", {"agreement_until": "2028-12-31"}),
        resident_act("plan", "director", {"name": "按摩", "times": ["noon"], "until_on": ""}),
        resident_act(
            "medicine", "director",
            {"name": "降压药", "times": ["morning"], "until_on": "", "dose": "1片", "ordered_by": "王医生"},
        ),
        resident_act(
            "end-item", "director", lambda _home, pk: {"item": pk},
            lambda _home, stay: CareItem.objects.filter(residence=stay).values_list("pk", flat=True)[0],
        ),
        resident_act("visit", "carer", {"visitor": "王强", "relation": "侄子", "came_on": TODAY, "text": ""}),
        resident_act(
            "incident", "carer",
            {"risk": "fall", "happened_on": TODAY, "words": "滑倒", "harm": "light", "measures": "冰敷"},
        ),
        resident_act(
            "belongings", "carer",
            {"occasion": "later", "items": "收音机", "witness_one": "甲", "witness_two": "乙"},
        ),
        resident_act("hand", "carer", lambda _home, row: {"belongings": row.pk, "handed_to": "本人"}, listed),
        resident_act(
            "trust", "carer",
            {"matter": "trust:in:own_income", "amount_fen": "50", "receipt": "1", "signed_by": "本人", "words": ""},
        ),
        resident_act("trust-confirm", "director", lambda _home, row: {"voucher": row.pk}, drawn),
        resident_act("depart", "director", {"stay": "discharged", "words": "回家"}),
        resident_act("die", "carer", {"died_on": TODAY, "words": "因病", "told_to": "李干事"}),
        resident_act(
            "bury", "director", {"on": TODAY, "words": "火化", "cost_fen": "3000"}, died
        ),
        resident_act("settle", "director", {}, gone),
    ]
)  # fmt: skip


def tab(code: str, owner: str = "officer") -> Maker:
    """Return the line of one tab, with something in every list."""

    def make() -> Try:
        home = a_home()
        with within(home.director.area):
            fall(home)
            {"staff": worker, "life": menu, "safety": defect, "works": works}.get(code, complaint)(home)
        return Try({"number": home.row.number, "tab": code}, getattr(home, owner))

    return make


def round_page() -> Try:
    home = a_home()
    institutions.admitted(home, unable=2)
    return Try({"number": home.row.number}, home.carer)


def mark() -> Try:
    home = a_home()
    stay = institutions.admitted(home)
    with within(home.director.area):
        item = CareItem.objects.get(residence=stay)
    return Try({"number": home.row.number}, home.carer, {"item": item.pk, "slot": "morning", "outcome": "done"})


def death() -> Try:
    home = a_home()
    stay = institutions.admitted(home)
    with within(home.director.area):
        row = died(home, stay)
    return Try({"pk": row.pk}, home.officer, {})


def resident_page() -> Try:
    home = a_home()
    stay = institutions.admitted(home, unable=2)
    with within(home.director.area):
        listed(home, stay)
        for item in CareItem.objects.filter(residence=stay):
            daily.mark(item=item, day=BEFORE.date(), slot="morning", outcome="done", by=home.carer, at=BEFORE)
        away(home, stay)
    return Try({"number": stay.number}, home.director)


def statement() -> Try:
    home = a_home()
    stay = institutions.admitted(home)
    institutions.paid(home, stay, 5_000)
    institutions.paid(home, stay, 1_000, way="out")
    return Try({"number": stay.number}, home.officer)


def books() -> Try:
    home = a_home()
    with within(home.director.area):
        money.confirm(voucher=own_voucher(home), by=home.officer, at=BEFORE)
    return Try({"number": home.row.number, "purpose": "living"}, home.director)


HOME_ADDRESSES: dict[str, dict[str, Maker]] = {
    "home_tab": {
        code: tab(code) for code in ("overview", "residents", "beds", "staff", "life", "safety", "money", "works")
    },
    "home_action": HOME_ACTS,
    "home_round": {"page": round_page},
    "home_mark": {"mark": mark},
    "home_books": {"page": books},
    "home_death": {"register": death},
    "home_resident": {"page": resident_page},
    "home_statement": {"page": statement},
    "home_resident_action": RESIDENT_ACTS,
}
