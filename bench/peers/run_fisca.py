"""OpenFisca-Core and PolicyEngine-Core: the same builder, the same variables, each with its own core."""

import importlib.metadata
from pathlib import Path
from typing import Any

import numpy as np
from run_numpy import module_of

PERIOD = "2026-11"


class Engine:
    """One model with its system, made once as a service would."""

    def __init__(self, about: dict[str, Any]) -> None:
        self.about = about
        self.name = about["engine"]
        if self.name == "openfisca":
            from openfisca_core.simulations import SimulationBuilder
        else:
            from policyengine_core.simulations import SimulationBuilder
        self.builder = SimulationBuilder
        self.system = module_of(about["model"]).system()
        self.place = "p0" if "place" in about["facts"] else None
        if self.name == "policyengine":
            # Its Simulation marks the system's data as unmodified, which only loading parameters from files sets up.
            self.system.data_modified = False

    def versions(self) -> dict[str, str]:
        """Name what runs."""
        package = {"openfisca": "openfisca-core", "policyengine": "policyengine-core"}[self.name]
        return {package: importlib.metadata.version(package), "numpy": np.__version__}

    def build(self, inputs: Any) -> Any:
        """Declare persons, households and who belongs to which; give the facts."""
        if self.name == "policyengine":
            return self._from_dataset(inputs)
        builder = self.builder()
        builder.create_entities(self.system)
        builder.declare_person_entity("person", np.arange(inputs.persons))
        household = builder.declare_entity("household", np.arange(inputs.households))
        # Roles by number, not by name: the quicker of the two ways.
        builder.join_with_persons(household, inputs.household_of_each(), np.zeros(inputs.persons, np.int64))
        simulation = builder.build(self.system)
        for code, array in inputs.columns.items():
            simulation.set_input(code, PERIOD, array)
        return simulation

    def _from_dataset(self, inputs: Any) -> Any:
        """Through a Dataset, as its country packages do; this one hands over columns that are in memory already."""
        from policyengine_core.data import Dataset
        from policyengine_core.simulations import Simulation

        shape = {
            "person_id": np.arange(inputs.persons),
            "household_id": np.arange(inputs.households),
            "person_household_id": inputs.household_of_each(),
        }

        class InMemory(Dataset):
            name = label = "families"
            data_format = Dataset.ARRAYS
            file_path = Path(__file__)  # asked whether it is there, never read
            time_period = PERIOD

            def load(self, *_asked: Any, **_more: Any) -> Any:
                return {**shape, **inputs.columns}

        return Simulation(tax_benefit_system=self.system, dataset=InMemory)

    def calculate(self, simulation: Any) -> Any:
        """Return the results by name."""
        return {name: np.asarray(simulation.calculate(name, PERIOD)) for name in self.about["outputs"]}

    def in_order(self, found: dict[str, Any]) -> Any:
        """They are in the order of the families."""
        return found

    def forget(self) -> None:
        """Nothing is kept."""

    def case(self, family: dict[str, Any]) -> Any:
        """Return one family in the shape of their JSON."""
        people = {
            f"p{number}": {code: {PERIOD: value} for code, value in member.items()}
            for number, member in enumerate(family["members"])
        }
        own = {code: {PERIOD: value} for code, value in family.items() if code != "members"}
        own |= {"place": {PERIOD: self.place}} if self.place else {}
        return {"persons": people, "households": {"h": {"members": list(people), **own}}}

    def one(self, case: Any) -> dict[str, Any]:
        """One family, all results, with the trace on: its tracer keeps every intermediate."""
        if self.name == "openfisca":
            simulation = self.builder().build_from_dict(self.system, case)
            simulation.trace = True
        else:
            from policyengine_core.simulations import Simulation

            simulation = Simulation(tax_benefit_system=self.system, situation=case, trace=True)
        return self.calculate(simulation)
