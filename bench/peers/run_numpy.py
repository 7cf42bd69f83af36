"""Hand-written NumPy: nothing to build, the columns are what it reckons with."""

import importlib.util
from typing import Any

import numpy as np


def module_of(path: str) -> Any:
    """Return the module in a file."""
    spec = importlib.util.spec_from_file_location("peer_model", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Engine:
    """One model."""

    def __init__(self, about: dict[str, Any]) -> None:
        self.run = module_of(about["model"]).run

    def versions(self) -> dict[str, str]:
        """Name what runs."""
        return {"numpy": np.__version__}

    def build(self, inputs: Any) -> Any:
        """Nothing is built."""
        return inputs

    def calculate(self, inputs: Any) -> Any:
        """Return the results by name."""
        return self.run(inputs.columns, inputs.members)

    def in_order(self, found: dict[str, Any]) -> Any:
        """They are in the order of the families."""
        return found

    def forget(self) -> None:
        """Nothing is kept."""
