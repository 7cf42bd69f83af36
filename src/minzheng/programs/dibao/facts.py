"""What dibao asks beyond the shared household facts: nothing."""

from minzheng.rules.fact import FactSpec

FACTS: tuple[FactSpec, ...] = ()
