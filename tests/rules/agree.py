"""One case and many at once, compared name by name."""

from minzheng.rules.evaluation import QUARTER
from minzheng.rules.fused import columns
from minzheng.rules.fused.engine import Fused
from minzheng.rules.fused.layout import MORE_RESULTS, OUTCOMES, RESULTS


def intermediates(program, day):
    """Return the codes of every formula and total of the day's plan."""
    return [step.code for step in program.plan_on(day).steps if step.kind in ("formula", "total")]


def fused(program, day, *, is_compiled, outputs=None):
    """Return the engine that writes everything there is."""
    wanted = outputs or (*RESULTS, *MORE_RESULTS, *intermediates(program, day))
    return Fused(program, day, wanted, is_compiled=is_compiled)


def differences(program, day, families, places, engine, *, threads=1):
    """Return what one case and the engine say differently: (family, name, one, many)."""
    taken = columns.from_families(families, engine.facts)
    found = engine.run(taken, places, threads=threads)
    layout = engine.layout
    wrong = []
    for number, (family, place) in enumerate(zip(families, places, strict=True)):
        one = program.evaluate(facts=family, on=day, at=place)
        for name, expected in _results(one, layout).items():
            if name not in found.values:
                continue
            if name == "recipients":
                first, last = taken.offsets["person"][number : number + 2]
                got = tuple(at - first for at in range(first, last) if found["recipients"][at])
            else:
                got = _shown(found[name][number], name, layout)
            if got != expected:
                wrong.append((number, name, expected, got))
        wrong += _intermediates(one, number, found, taken)
    return wrong


def _results(one, layout):
    codes = [step.layer for step in layout.layers]
    deciders = [step.layer for step in layout.deciders]
    return {
        "outcome": one.outcome,
        "amount_fen": one.amount_fen,
        "closing_fen": one.closing_fen,
        "failed": tuple(finding.code for finding in one.failed),
        "unknown": tuple(finding.code for finding in one.conditions if finding.passed is None),
        "missing": {fact.code for fact in one.missing},
        "layer": None if one.layer is None else ["none", *codes].index(one.layer),
        "decider": None if one.decider is None else ["", *deciders].index(one.decider),
        "is_urgent": one.is_urgent,
        "is_quarterly": one.cadence == QUARTER,
        "recipients": one.recipients,
    }


def _shown(value, name, layout):
    value = int(value)
    if name == "outcome":
        return OUTCOMES[value]
    if name in ("failed", "unknown"):
        return layout.failed_names(value)
    if name == "missing":
        return set(layout.named(value))
    if name in ("layer", "decider", "is_urgent"):
        return None if value < 0 else bool(value) if name == "is_urgent" else value
    return bool(value) if name == "is_quarterly" else value


def _intermediates(one, number, found, taken):
    # What does not matter is no line of the sheet; whatever is there is the same.
    for line in one.trace:
        if line.code not in found.known:
            continue
        row = number
        if line.member is not None:
            row = taken.offsets["person"][number] + line.member
        elif line.supporter is not None:
            row = taken.offsets["supporter"][number] + line.supporter
        got = int(found[line.code][row]) if found.known[line.code][row] else None
        if got != line.value:
            yield number, line.code, line.value, got
