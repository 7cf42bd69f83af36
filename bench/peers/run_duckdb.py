"""DuckDB: the facts are loaded into its own tables (build), then asked for in one query (calc)."""

import os
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa


class Engine:
    """One query."""

    def __init__(self, about: dict[str, Any]) -> None:
        self.about = about
        self.database = duckdb.connect()
        self.database.execute(f"SET threads = {os.cpu_count()}")
        self.database.execute(about["macro"])
        if about["local"]:
            local = {code: np.array(values, np.int64) for code, values in about["local"].items()}
            self.database.register("given", pa.table({"place": np.arange(about["places"], dtype=np.int16), **local}))
            self.database.execute("CREATE TABLE place AS SELECT * FROM given")
            self.database.unregister("given")

    def versions(self) -> dict[str, str]:
        """Name what runs."""
        return {"duckdb": duckdb.__version__}

    def build(self, inputs: Any) -> Any:
        """Load the columns into tables of the database."""
        household = pa.table({"household": np.arange(inputs.households), **inputs.of("household")})
        person = pa.table({"household": inputs.household_of_each(), **inputs.of("person")})
        for name, table in (("household", household), ("person", person)):
            self.database.register("given", table)
            self.database.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM given")
            self.database.unregister("given")
        return self.about["query"]

    def calculate(self, query: str) -> Any:
        """Return the results by name, as columns."""
        return self.database.execute(query).fetchnumpy()

    def in_order(self, found: dict[str, Any]) -> Any:
        """Put them into the order of the families, which nobody asked the database for."""
        order = np.argsort(found.pop("household"))
        return {name: np.asarray(array)[order] for name, array in found.items()}

    def forget(self) -> None:
        """Drop the tables."""
        self.database.execute("DROP TABLE household; DROP TABLE person")
