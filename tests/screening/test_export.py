"""The registry written as a file of families: screened from the file, it gives what the registry gives."""

import datetime as dt
import stat

import numpy as np
import pytest
import time_machine

from minzheng.accounts.permissions import NotAllowed
from minzheng.accounts.scope import within
from minzheng.cli import verbs
from minzheng.kernel.moment import SHANGHAI
from minzheng.rules.fused.layout import RESULTS
from minzheng.screening.bulk import shards
from minzheng.screening.bulk.request import Request
from minzheng.screening.domain import export, snapshot
from minzheng.screening.domain.reckoning import reckon
from minzheng.screening.domain.road import ScreeningRefused
from minzheng.screening.models import Screen
from minzheng.screening.queries import registry_columns
from minzheng.services.audit.queries import reads_of
from tests.factories import accounts, casework
from tests.factories.screening import NOW as OCTOBER
from tests.factories.screening import poor
from tests.screening.test_registry_columns import more_of_everything

# Read on PostgreSQL by a connection of its own, which sees only what was committed.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.filterwarnings("ignore::RuntimeWarning")]
NOW = dt.datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)
COUNTY = "420581000000"


@pytest.fixture(autouse=True)
def _small_spans(monkeypatch):
    monkeypatch.setattr(registry_columns, "SHARD", 70)


@pytest.fixture
def county(made_county):
    with made_county(NOW, households=310, cases=20) as by:
        more_of_everything()
        yield by


@pytest.mark.parametrize("out", ["families", "families.parquet"])
def test_screening_the_file_gives_what_the_registry_gives(county, tmp_path, out):
    made = export.write(division_code=COUNTY, program="dibao", day=NOW.date(), out=tmp_path / out, by=county, at=NOW)

    row = snapshot.ask(division_code=COUNTY, by=county, at=NOW)
    population = snapshot.family_by_family(row)
    sheet = population.sheets["dibao"]
    expected = reckon(population.laws["dibao"], NOW.date(), sheet, outputs=RESULTS).results
    shards.run(Request("dibao", NOW.date()), tmp_path / out, tmp_path / "out", workers=1, progress=lambda _d, _o: None)
    found = {one["household"]: one for batch in shards.batches(tmp_path / "out") for one in batch.to_pylist()}
    assert len(found) == len(sheet.keys["household"]) == made.households > 300
    for number, home in enumerate(sheet.keys["household"]):
        told = {name: int(expected[name][number]) for name in RESULTS}
        assert {name: found[home][name] for name in RESULTS} == told
        assert found[home]["division"] == f"{sheet.keys['division'][number]:012d}"
    assert made.people == len(sheet.keys["person"])
    assert len(np.unique(expected["outcome"])) == 3


@pytest.fixture
def offices(settings, tmp_path):
    settings.MEDIA_ROOT = settings.VAR_DIR = tmp_path
    return casework.Offices()


@pytest.fixture
def village(offices):
    with within(offices.county.area):
        for wage in (0, 10_000):
            poor(wage)
        yield offices.county


def test_the_file_is_its_owners_alone_and_the_reading_is_recorded(village, tmp_path):
    asked = {"division_code": accounts.COUNTY, "program": "dibao", "day": OCTOBER.date(), "by": village, "at": OCTOBER}
    made = export.write(out=tmp_path / "out", **asked)

    [path] = made.files
    assert path == tmp_path / "out" / f"county={accounts.COUNTY[:6]}" / "families.parquet"
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)
    assert reads_of("registry", accounts.COUNTY).filter(actor=village.username).exists()
    with pytest.raises(ScreeningRefused, match="不覆盖"):
        export.write(out=tmp_path / "out", **asked)
    with pytest.raises(ScreeningRefused, match="还没有到"):
        export.write(out=tmp_path / "b", **asked | {"day": OCTOBER.date() + dt.timedelta(days=1)})


def test_who_may_not_screen_may_not_export(village, offices, tmp_path):
    asked = {"division_code": accounts.COUNTY, "program": "dibao", "day": OCTOBER.date(), "out": tmp_path / "out"}
    for who in (offices.township, offices.village, accounts.staff("auditor")):
        with within(who.area), pytest.raises(NotAllowed):
            export.write(**asked, by=who, at=OCTOBER)
    assert not (tmp_path / "out").exists()


def test_broken_off_it_leaves_no_file(village, tmp_path, monkeypatch):
    monkeypatch.setattr(registry_columns, "SHARD", 1)
    asked = {"division_code": accounts.COUNTY, "program": "dibao", "day": OCTOBER.date(), "by": village, "at": OCTOBER}

    def breaks(done):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export.write(out=tmp_path / "out.parquet", told=breaks, **asked)
    assert list(tmp_path.glob("out*")) == []


# ---- the command line


def told(capsys, *words):
    code = verbs.run(list(words))
    out = capsys.readouterr()
    return code, out.out + out.err


def test_the_verbs(village, tmp_path, capsys):
    with time_machine.travel(OCTOBER, tick=False):
        asked = ["--place", accounts.COUNTY, "--as", village.username]
        code, said = told(capsys, "screen", "export", *asked, str(tmp_path / "families"))
        assert (code, "写入 2 户" in said) == (0, True)
        code, said = told(capsys, "screen", "registry", *asked, "--kind", "take_up", "--program", "dibao")
        assert (code, "查过 2 户次" in said, "符合条件未办 2 户" in said) == (0, True, True)
        with within(village.area):
            assert Screen.objects.count() == 1
        code, said = told(capsys, "screen", "registry", *asked, "--kind", "what_if")
        assert (code, "只能按月复算" in said) == (1, True)
        code, said = told(capsys, "screen", "export", *asked, "--on", "昨天", str(tmp_path / "b"))
        assert (code, "不是日期" in said) == (1, True)
