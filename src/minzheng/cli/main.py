"""The operator's door: `minzheng <verb>`. Verbs are thin; what they do lives in the rooms below."""

import sys


def main() -> int:
    """Run one verb; return the exit code."""
    from minzheng.cli import verbs  # noqa: PLC0415 - slow import

    return verbs.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
