"""The command line: proposals by one named person, decisions by another, and the sheet."""

import json

import pytest

from minzheng.accounts.scope import within
from minzheng.casework.models import Decision, Determination, ReviewProposal
from minzheng.cli import deciding
from minzheng.desk.alters import alter_lines
from minzheng.kernel.moment import local_day
from minzheng.kernel.refusal import Refused
from minzheng.registry.domain import facts
from minzheng.services.audit.queries import reads_of
from minzheng.services.calendar import clock
from tests.factories import accounts, casework

DAY = casework.days


@pytest.fixture
def at_day_70(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: DAY(70))


def changed_case(offices, wage_fen):
    case = casework.case("active", offices=offices)
    with within(offices.county.area):
        facts.record_income(
            household=case.household, person=case.applicant, kind="wage", amount_fen=wage_fen, period="month",
            holds_from=local_day(DAY(60)), by=offices.township, at=DAY(60), source="本人报告",
        )  # fmt: skip
    return case


def test_determine_proposes_and_another_accepts(offices, at_day_70, capsys):
    case = changed_case(offices, 50_000)

    assert deciding.run_determine(["--month", "2026-10", "--as", offices.county.username]) == 0
    told = capsys.readouterr().out
    with within(offices.county.area):
        proposal = ReviewProposal.objects.get()
        assert Decision.objects.count() == 1
    assert (proposal.number in told, case.number in told, "拟增发" in told) == (True, True, True)

    with pytest.raises(Refused, match="须由另一人办理"):
        deciding.run_decide([proposal.number, "--accept", "--as", offices.county.username])
    assert deciding.run_decide([case.number, "--accept", "--as", offices.second_county.username]) == 0
    assert "都民救〔2026〕2号：增发，每月" in capsys.readouterr().out


def test_a_case_is_confirmed_by_number(offices, monkeypatch, capsys):
    case = casework.case("submitted_to_county", offices=offices)
    monkeypatch.setattr(clock, "now", lambda: DAY(15))

    assert deciding.run_decide([case.number, "--confirm", "--as", offices.county.username]) == 0

    assert capsys.readouterr().out.startswith(f"案件 {case.number}：已确认。\n都民救〔2026〕1号：予以确认，每月")


def test_the_neighbour_finds_nothing(offices, at_day_70):
    case = casework.case("submitted_to_county", offices=offices)
    stranger = accounts.neighbour_officer()

    with pytest.raises(Refused, match="您的管辖区域内没有案件"):
        deciding.run_decide([case.number, "--confirm", "--as", stranger.username])
    with pytest.raises(Refused, match="您的管辖区域内没有案件"):
        deciding.run_sheet([case.number, "--as", stranger.username])


def test_an_unknown_person_decides_nothing(offices, at_day_70):
    with pytest.raises(Refused, match="没有用户名为“nobody”"):
        deciding.run_determine(["--month", "2026-10", "--as", "nobody"])


def test_the_sheet_goes_to_screen_or_file(offices, at_day_70, capsys, tmp_path):
    case = casework.case("active", offices=offices)
    path = tmp_path / "sheet.pdf"

    deciding.run_sheet([case.number, "--as", offices.county.username])
    screen = capsys.readouterr().out
    deciding.run_sheet([case.number, "--as", offices.county.username, "--out", str(path)])

    assert case.number in screen
    assert path.read_bytes().startswith(b"%PDF-")
    assert [row.actor for row in reads_of("case", case.pk)] == [offices.county.username] * 2
    with pytest.raises(Refused, match="没有2026-01的认定"):
        deciding.run_sheet([case.number, "--as", offices.county.username, "--month", "2026-01"])


def refused_case(offices):
    """A couple whose wages are far above the line; the county has not decided yet."""
    return casework.case("proposed", home=casework.household(*casework.couple(900_000)), offices=offices)


def test_what_alone_would_alter_a_refusal_is_said_as_on_the_page(offices, at_day_70, capsys):
    case = refused_case(offices)
    with within(offices.county.area):
        lines = alter_lines(Determination.objects.get())
    assert lines

    assert deciding.run_alters([case.number, "--as", offices.county.username]) == 0
    told = capsys.readouterr().out
    assert all(f"{one['was']} → {one['to']}" in told for one in lines)
    assert deciding.run_alters([case.number, "--as", offices.county.username, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)

    assert (found["case"], found["outcome"], len(found["alters"])) == (case.number, "refused", len(lines))
    wage = next(one for one in found["alters"] if one["code"] == "wage_income_fen")
    assert (wage["whose"], wage["by"] < 0, wage["to"] - wage["was"]) == (case.applicant.name, True, wage["by"])
    assert reads_of("case", case.pk).filter(actor=offices.county.username).count() == 2


def test_nothing_would_alter_what_is_no_refusal_and_strangers_learn_nothing(offices, at_day_70, capsys):
    case = casework.case("submitted_to_county", offices=offices)

    assert deciding.run_alters([case.number, "--as", offices.county.username]) == 0
    assert "不是不符合条件" in capsys.readouterr().out
    assert deciding.run_alters([case.number, "--as", offices.county.username, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["alters"] == []
    with pytest.raises(Refused, match="没有2020-01的认定"):
        deciding.run_alters([case.number, "--as", offices.county.username, "--month", "2020-01"])
    with pytest.raises(Refused, match="您的管辖区域内没有案件"):
        deciding.run_alters([case.number, "--as", accounts.neighbour_officer().username])
