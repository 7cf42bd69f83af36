"""The storeys of the house, read from where import-linter reads them."""

import re
import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "minzheng"


def own_models():
    """Every model of ours."""
    return [model for model in apps.get_models() if model.__module__.startswith("minzheng.")]


def storey_of(model):
    """Return how high a model lives: 0 is the lowest storey."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    [layers] = [contract["layers"] for contract in contracts if contract["name"] == "storeys only look down"]
    room = model.__module__.split(".")[1]
    [height] = [n for n, layer in enumerate(reversed(layers)) if room in re.split("[:|]", layer.replace(" ", ""))]
    return height


def modules(*, migrations=False):
    """Every Python file of the package."""
    return [path for path in sorted(SOURCE.rglob("*.py")) if migrations or "migrations" not in path.parts]
