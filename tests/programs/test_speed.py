import random
import time
from datetime import date

from minzheng.programs import catalogue
from tests.programs.families import family


def test_a_family_is_evaluated_quickly():
    """A wide margin, for busy machines: quietly it takes about a sixth of this."""
    rng = random.Random(7)
    program = catalogue.get("dibao")
    families = [family(rng) for _ in range(300)]
    program.evaluate(facts=families[0], on=date(2026, 11, 24), at="420581")

    started = time.process_time()
    for facts in families:
        program.evaluate(facts=facts, on=date(2026, 11, 24), at="420581")

    assert (time.process_time() - started) / len(families) < 0.001
