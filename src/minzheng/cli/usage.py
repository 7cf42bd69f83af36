"""How a verb's words are read: what is wrong is said in Chinese, with the verb's own usage."""

import argparse
from typing import NoReturn

from minzheng.cli.speech import marked as _
from minzheng.kernel.refusal import Refused


class UsageRefused(Refused):
    """The command line was not understood."""


class Parser(argparse.ArgumentParser):
    """Refuses in words, with the verb's usage, instead of leaving with argparse's own sentence."""

    def __init__(self, prog: str, said: str) -> None:
        """`said`: the usage as it is printed."""
        super().__init__(prog=prog, add_help=False, allow_abbrev=False)
        self.said = said

    def error(self, message: str) -> NoReturn:
        """Raise UsageRefused."""
        raise UsageRefused(_("命令写得不对（%(message)s）。\n%(USAGE)s") % {"message": message, "USAGE": self.said})
