"""A hostile file costs little memory: measured in a process of its own, because a peak is never given back."""

import json
import subprocess
import sys

import pytest

from tests.integrations.test_reading import bomb

MEASURE = """
import json, sys
import django
from django.conf import settings
settings.configure(USE_I18N=False)
from minzheng.integrations.roster.domain.reading import workbook
from minzheng.kernel.refusal import Refused
def peak(): return int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024
before = peak()
try:
    with workbook.open_path(sys.argv[1]) as source:
        workbook.read(source, limit_bytes=20 * 2**20)
    said = ""
except Refused as refusal:
    said = str(refusal)
print(json.dumps({"grown_mb": peak() - before, "said": said}))
"""


def measured(path) -> dict:
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.must_show("spine", 4)
def test_a_file_of_fifty_megabytes(tmp_path):
    path = tmp_path / "名册.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(50 * 2**20)

    result = measured(path)

    assert result["said"].startswith("文件“名册.xlsx”有 50.0 MB，超过上限 20 MB，没有打开。")
    assert result["grown_mb"] <= 100


@pytest.mark.must_show("spine", 4)
@pytest.mark.parametrize(("promised", "said"), [(None, "解开后有 4095 MB"), (5000, "比目录写明的大")])
def test_a_zip_bomb(tmp_path, promised, said):
    path = tmp_path / "名册.xlsx"
    path.write_bytes(bomb(4095 * 2**20, promised=promised))

    result = measured(path)

    assert said in result["said"]
    assert result["grown_mb"] <= 100
