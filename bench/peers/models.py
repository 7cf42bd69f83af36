"""Writes one rule set's model for each peer, and the file that tells its worker what to run."""

import json
from pathlib import Path
from typing import Any

from minzheng.rules.declare import HOUSEHOLD, PERSON

from .fisca_model import in_fisca
from .numpy_model import in_numpy
from .rules import Rules
from .sql_model import in_sql

RUNNER = {"numpy": "run_numpy", "openfisca": "run_fisca", "policyengine": "run_fisca", "duckdb": "run_duckdb"}
EXACT = ("numpy", "duckdb")
"""Engines that reckon in 64-bit integers; the others keep money in 32-bit floats."""


def write(rules: Rules, engine: str, folder: Path) -> Path:
    """Write the model of an engine; return the file for its worker."""
    folder.mkdir(parents=True, exist_ok=True)
    about: dict[str, Any] = {"engine": engine, "outputs": rules.outputs}
    about["facts"] = [step.code for scope in (HOUSEHOLD, PERSON) for step in rules.facts(scope)]
    about["facts"] += ["place"] if rules.local else []
    about["places"] = len(rules.places)
    if engine == "duckdb":
        about["macro"], about["query"] = in_sql(rules)
        about["local"] = rules.local
    else:
        text = in_numpy(rules) if engine == "numpy" else in_fisca(rules, engine)
        model = folder / f"{engine}.py"
        model.write_text(text, encoding="utf-8")
        about["model"] = str(model)
    path = folder / f"{engine}.json"
    path.write_text(json.dumps(about), encoding="utf-8")
    return path
