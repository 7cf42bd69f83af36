"""Kill the command line itself, each named step of a month twice: the same command again brings it to the same end."""

import signal

import pytest
from django.db import connection

from tests.factories.payments import AT, MONTH
from tests.payments.command_door import Command
from tests.payments.paying_county import STEPS, bank_answer, books, do, problems, run_of, settle, state_of
from tests.payments.side_by_side import found, lasted, until_alone

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER = "FF202611-01"
# Where the two blows fall, as parts of the statements that the step takes.
BLOWS = (0.4, 0.8)


class Desk:
    """The officers at one county's command line."""

    def __init__(self, officers, folder) -> None:
        self.officers, self.folder = officers, folder

    def words_of(self, step):
        """Return what is typed for a step."""
        verb, rest = {
            "prepare": ("prepare", ["--month", str(MONTH)]),
            "write": ("file", [NUMBER, "--out", self.folder, "--sheets", "none"]),
            "read": ("result", [NUMBER, self.folder / "回盘.csv"]),
        }.get(step, (step, [NUMBER]))
        return ["pay", verb, *rest, "--as", self.officers.of(step).username]

    def start(self, step, *, dies_at=0):
        """Begin a step."""
        if step == "read":
            (self.folder / "回盘.csv").write_bytes(found(lambda: bank_answer(run_of(MONTH))))
        return Command(self.words_of(step), database_url=database_url(), folder=self.folder, hour=AT, dies_at=dies_at)

    def does(self, step):
        """Do a step to its end."""
        command = self.start(step)
        command.wait_for_work()
        assert command.end() == 0, command.said + command.complained

    def is_killed(self, step, statement):
        """Begin a step that is killed before that statement; return whether that is how it ended."""
        command = self.start(step, dies_at=statement)
        command.wait_for_work()
        return command.end() == -signal.SIGKILL

    def does_again(self, step):
        """Do a step that was done: the file is handed out again, all else is refused with a sentence."""
        command = self.start(step)
        command.wait_for_work()
        code = command.end()
        if step == "write":
            assert code == 0
        else:
            assert (code, command.said) == (1, "")
            assert "批次" in command.complained


def database_url():
    """Return the address of the database that the test stands on."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgres://{given['USER']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


def statements_of(act):
    """Do it and return how many statements it took."""
    statements = []
    with connection.execute_wrapper(lambda execute, *call: statements.append(1) or execute(*call)):
        act()
    return len(statements)


def the_month_ends_the_same(databases, folder, *, households, killed):
    """Play the twin undisturbed, then the same month with two blows at each of the steps named."""
    officers = settle(households)
    databases("twin")
    took = {step: found(lambda step=step: statements_of(lambda: do(step, MONTH, officers))) for step in STEPS}
    ended = found(books)
    databases("killed")
    desk = Desk(officers, folder)

    kills = 0
    for step in STEPS:
        if step not in killed:
            lasted(lambda step=step: do(step, MONTH, officers))
            continue
        before = found(lambda: state_of(MONTH))
        for part in BLOWS:
            kills += desk.is_killed(step, round(part * took[step]))
            found(until_alone)
            assert found(problems) == []
        if found(lambda: state_of(MONTH)) == before:
            desk.does(step)
        else:
            desk.does_again(step)
        assert found(problems) == []

    assert kills == len(BLOWS) * len(killed), took
    assert found(books) == ended
    if "write" in killed:
        (of_the_books,) = ended["files"]
        assert (folder / f"{NUMBER}.csv").read_bytes().decode("gb18030") == of_the_books[-1]


def test_approving_killed_twice_at_the_command_line_leaves_no_trace(database_copies, tmp_path):
    the_month_ends_the_same(database_copies, tmp_path, households=6, killed={"approve"})


@pytest.mark.slow
def test_every_named_step_killed_twice_at_the_command_line_leaves_no_trace(database_copies, tmp_path):
    the_month_ends_the_same(database_copies, tmp_path, households=60, killed=set(STEPS))
