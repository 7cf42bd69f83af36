"""How long a thousand different letters take: asked for on a page, set, kept in the database, bound into one file."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
COUNT = 1000


def measure() -> dict[str, object]:
    """Measure in a process of its own with a database of its own (SQLite on disk, as a county has it)."""
    with tempfile.TemporaryDirectory(prefix="notices-") as folder:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("MINZHENG_", "DATABASE_URL"))}
        env |= {"MINZHENG_VAR": folder, "MINZHENG_DEBUG": "1", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        env["DJANGO_SETTINGS_MODULE"] = "minzheng.config.settings"
        command = [sys.executable, __file__, "inside"]
        done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def inside() -> None:
    """Build the letters, then time the job alone."""
    import time  # noqa: PLC0415 - slow import

    import django  # noqa: PLC0415 - slow import

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - django set up
    from tests.factories import casework, letters  # noqa: PLC0415 - django set up

    from minzheng.accounts.scope import within  # noqa: PLC0415 - django set up
    from minzheng.casework.domain import batch_print  # noqa: PLC0415 - django set up
    from minzheng.services.jobs import worker  # noqa: PLC0415 - django set up

    call_command("migrate", verbosity=0)
    offices = casework.Offices()
    made = letters.many(COUNT, offices)
    at = casework.days(30)
    started = time.perf_counter()
    with within(offices.county.area):
        job = batch_print.request(
            batch="letters", ids=[each.decision_id for each in made], as_zip=False, duplex=True,
            by=offices.county, at=at,
        )  # fmt: skip
    worker.run_next(now=lambda: at)
    seconds = time.perf_counter() - started
    job.refresh_from_db()
    if (job.state, job.done) != ("done", COUNT):
        raise RuntimeError(job.message)
    megabytes = round(job.file.size / 2**20, 1)
    print(json.dumps({"count": COUNT, "seconds": round(seconds, 1), "per_second": round(COUNT / seconds, 1),
                      "cores": os.cpu_count(), "database": "SQLite", "one_pdf_megabytes": megabytes}))  # fmt: skip


if __name__ == "__main__":
    if "inside" in sys.argv:
        inside()
    else:
        print(measure())
