"""Writes bench/RESULTS.md from what bench/scale.py measured."""

from collections.abc import Sequence
from typing import Any

from engines import OURS
from peers.models import EXACT

NAMES = {
    OURS: "Minzheng",
    "numpy": "NumPy, by hand",
    "duckdb": "DuckDB",
    "openfisca": "OpenFisca-Core",
    "policyengine": "PolicyEngine-Core",
}
TRANSLATION = """\
## How the peers were given the same law

Nothing was written twice by hand. `bench/peers/` reads each formula's own text (its syntax tree) and the plan's order,
and says it in the words of each engine. `python bench/run.py scale --keep` leaves the models in
`var/bench/scale/models`, where they can be read.

* **NumPy**: one function over whole columns, 64-bit integers for money, `np.where` for a branch, `np.bincount` for
  what is added up over members (its 64-bit floats hold every such sum exactly). A figure is a constant, or one row of
  an array picked by the number of the household's place.
* **OpenFisca-Core and PolicyEngine-Core**: one variable for each fact, formula and total; entities person and
  household; money `float` (32 bits in both, as in their country models), counts `int`, yes or no `bool`; figures are
  parameters. What a place sets for itself is a node with a child for each place, looked up by an `Enum` of places the
  way both document, in a variable of its own, so that it is looked up once for all formulas that read it.
* OpenFisca-Core is built by `SimulationBuilder` from arrays, roles given by number (the quicker way);
  PolicyEngine-Core by `Simulation(dataset=…)` as its country packages do, with a `Dataset` that hands over the columns
  from memory instead of reading a file.
* **DuckDB**: one query, a named query for each pass over the members, `BIGINT` for money, all cores, places joined by
  number. Loading the columns into its tables is counted as building; the order of the families is restored outside
  the measurement.

The families of the comparison live in the county-level places of one province, as many in each, those of one place
beside each other, as a file of a province has them. The two lines are drawn for every place, the other figures are
those that the product carries. Which figures are looked up by place is the law's word: all that a city or a county may
set for itself (20 of 37), whether their values differ here or not. The rule set `one_place` asks the same of families
of one place, where no engine looks anything up.

What favours the peers, on purpose:

* They know nothing of missing facts and get complete columns. Our own figures beside theirs are of the same complete
  columns; those with missing facts stand in the tables of the bare pass and of memory.
* Supporters outside the household are left out on all sides (no rows). Ours keeps those formulas and finds nobody;
  the peers' models do not have them.
* Money is held in fen. Held in yuan, as their models would, floats of 32 bits would be wrong more often.
* Ours checks the bounds of every fact; that is counted as our reckoning.

Every engine runs in a process and an environment of its own, with facts in memory and all cores; each has reckoned a
thousand families before. Ours and DuckDB use the cores; NumPy, OpenFisca-Core and PolicyEngine-Core have no way to.
Engines take turns, round after round. A round is the first over these families in a new process, as a screening or a
reform is run: read, reckoned once, done. A process that has reckoned them before has the memory for it already, which
makes the engines that need much of it quicker; that is measured beside, under *again*. What new memory costs hangs on
the machine, a virtual one above all: results.json has every round.
"""
BEYOND = """\
## What each peer does that this engine does not

* **OpenFisca-Core**: any number of periods in one simulation, with formulas that read other periods; reforms as layers
  over a system, compared in one process; several kinds of groups at once and roles inside them; axes (one family over
  a range of incomes); a web API and an explorer of the law; country packages of many states. Its variables are
  reckoned only when asked for and stay in the simulation, so a second question is cheap.
* **PolicyEngine-Core**: all of that, survey weights and weighted statistics, data sets and their imputation, branches
  of a simulation, uprating of figures, and the models of several countries with an app over them.
* **DuckDB**: any question that nobody foresaw, joins with other data, data larger than memory, all cores by itself.
* **NumPy**: no rules of what a formula may say; any array function.

What they do not do and this engine does: it says which fact is missing and withholds the result; money is exact; the
same functions reckon one case with its trace and a nation; a formula is proved to fit 64 bits before it is used.
"""


def report(found: dict[str, Any], ratios: dict[str, Any], promised: dict[str, str]) -> str:
    """Return the text of RESULTS.md; `promised`: by the name of a ratio, what it is to be."""
    parts = [
        "# Law at scale: what was measured\n",
        "Written by `make bench`; do not edit. The numbers are those of `bench/results.json`.\n",
        _where(found),
        _ratios(ratios, promised),
        _runs(found["runs"], "Side by side", "Seconds; `build`: what is done with the columns before reckoning."),
        _runs(found["again"], "Again and again", "The same in processes that have reckoned these families before."),
        _alone(found),
        _database(found["database"]) if found["database"] else "",
        _exact(found),
        TRANSLATION,
        BEYOND,
    ]
    return "\n".join(parts)


def _where(found: dict[str, Any]) -> str:
    machine = found["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in sorted(found["versions"].items()))
    lines = [
        f"* {found['date']}, commit `{found['commit'][:12]}`",
        f"* {machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}",
        f"* {versions}",
        f"* medians of {found['rounds']} rounds, engines in turn",
    ]
    for name, rules in found["rules"].items():
        lines.append(
            f"* rules `{name}`: {rules['formulas']} formulas and {rules['totals']} totals of {rules['facts']} facts"
            f" (ours also {rules['of_supporters_only_ours']} formulas of supporters)"
        )
    return "\n".join([*lines, ""])


def _ratios(ratios: dict[str, Any], promised: dict[str, str]) -> str:
    lines = ["## Ratios\n"]
    lines.append(
        "A peer's time over ours; `bare`: ours over the bare one; `linearity`, `peak`: many households over few."
        " `dibao`, `screen` and `few` are the rules with all, 60 and 20 formulas, the families of a province;"
        " `one_place` is `dibao` where all live at one place; `again`: in a process that reckoned the same before.\n"
    )
    lines += ["| ratio | measured | promised |", "|---|---|---|"]
    for name, value in ratios.items():
        lines.append(f"| `{name}` | {'not measured yet' if value is None else value} | {promised.get(name, '')} |")
    return "\n".join([*lines, ""])


def _runs(rows: Sequence[dict[str, Any]], head: str, words: str) -> str:
    lines = [
        f"## {head}\n",
        f"{words}\n",
        "| rules | households | engine | build | calc | total | total over ours |",
        "|---|---|---|---|---|---|---|",
    ]
    ours = {(row["rules"], row["households"]): row["total"] for row in rows if row["engine"] == OURS}
    for row in rows:
        over = row["total"] / ours[row["rules"], row["households"]]
        name = NAMES[row["engine"]]
        times = " | ".join(f"{row[kind]:.4f}" for kind in ("build", "calc", "total"))
        lines.append(f"| `{row['rules']}` | {row['households']:,} | {name} | {times} | {over:.1f} |")
    return "\n".join([*lines, ""])


def _alone(found: dict[str, Any]) -> str:
    bare, memory = found["bare"], found["memory"]
    lines = ["## This engine alone\n"]
    lines += [f"Rules `dibao`, {bare['households']:,} households, one thread.\n"]
    lines += ["| facts | ours, s | bare sum, s | inputs, MB | outputs, MB | the process grew by, MB |"]
    lines += ["|---|---|---|---|---|---|"]
    for name, words in (("missing", "some missing, with supporters"), ("complete", "complete, without supporters")):
        grown = memory[name]
        megabytes = " | ".join(f"{grown[kind] / 1e6:.1f}" for kind in ("inputs", "outputs", "growth"))
        lines.append(f"| {words} | {bare[name]['ours']:.4f} | {bare[name]['bare']:.4f} | {megabytes} |")
    two, line = found["two_workers"], found["linearity"]
    lines += ["", f"60 formulas, {two['households']:,} households, some facts missing: one worker {two['one']:.4f} s,"]
    lines += [f"two {two['two']:.4f} s."]
    if line:
        lines += [f"Complete: {line['few']:,} households {line['few_seconds']:.4f} s,"]
        lines += [f"{line['many']:,} {line['many_seconds']:.4f} s."]
    lines.append("")
    lines += ["One case, all results and the full trace, medians in milliseconds:"]
    shown = [f"{NAMES[name]} {value:.3f}" for name, value in found["one_case_ms"].items()]
    return "\n".join([*lines, "; ".join(shown) + ".", ""])


def _database(found: dict[str, Any]) -> str:
    seconds = found["seconds"]
    lines = ["## In and out of PostgreSQL\n"]
    lines += [f"A month's re-determination of {found['cases']:,} active cases among {found['households']:,} households"]
    lines += [f"({found['people']:,} people); {found['found']:,} differ and are written back. Medians of"]
    lines += [f"{found['rounds']} rounds, in turn.\n"]
    lines += ["| road | seconds | over ours |", "|---|---|---|"]
    for name, words in (
        ("ours", "ours: read through ADBC in spans of 50,000 households, reckoned, copied back"),
        ("bare", "bare: the same questions answered into Arrow, the same rows copied back, nothing reckoned"),
        ("orm", "the ORM: dossiers, the one-case engine, `bulk_create`"),
    ):
        lines.append(f"| {words} | {seconds[name]:.1f} | {seconds[name] / seconds['ours']:.2f} |")
    lines += [
        "",
        f"By the ORM {found['orm_cases_a_round']:,} cases are reckoned in each round, others each time, and the",
    ]
    lines += ["time per case is multiplied by all active cases; households without a case cost it nothing. Ours reads"]
    lines += [f"them all. The process in which it all ran came to {found['peak_memory_mib']} MiB at its largest.", ""]
    return "\n".join(lines)


def _exact(found: dict[str, Any]) -> str:
    lines = ["## Money is exact\n"]
    same = [row for row in found["runs"] if row["engine"] in (OURS, *EXACT)]
    digests = {}
    for row in same:
        digests.setdefault((row["rules"], row["households"]), set()).add(row["digest"])
    agree = sum(len(one) == 1 for one in digests.values())
    engines = ", ".join(NAMES[name] for name in (OURS, *EXACT))
    lines.append(f"{engines}: the same digest over all results in {agree} of {len(digests)} comparisons.\n")
    lines.append("Families for whom an engine with 32-bit floats says something else:\n")
    lines += ["| rules | households | engine | result | families | largest difference |", "|---|---|---|---|---|---|"]
    for row in found["runs"]:
        if row["engine"] in (OURS, *EXACT):
            continue
        for name, apart in row["differs"].items():
            if name.endswith("_fen") or apart["families"]:
                size = f"{apart['largest']:,.0f}{' fen' if name.endswith('_fen') else ''}"
                which = f"| `{row['rules']}` | {row['households']:,} | {NAMES[row['engine']]} | `{name}` |"
                lines.append(f"{which} {apart['families']:,} | {size} |")
    return "\n".join([*lines, ""])
