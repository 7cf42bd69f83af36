"""An import inside a function needs `# noqa: PLC0415 - <reason>` with a reason from a short closed list."""

import ast
import pathlib
import sys

ALLOWED = {
    "slow import": ("src/minzheng/",),
    "optional dependency": ("src/minzheng/",),
    "app ready": ("apps.py",),
    "django set up": ("src/minzheng/cli/",),
}


def problems(path: pathlib.Path) -> list[str]:
    """Return one line per import inside a function that gives no allowed reason."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    found = []
    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                line = lines[node.lineno - 1]
                reason = line.partition("# noqa: PLC0415 - ")[2].strip()
                if not any(part in str(path) for part in ALLOWED.get(reason, ())):
                    found.append(f"{path}:{node.lineno}: local import without an allowed reason ({', '.join(ALLOWED)})")
    return sorted(set(found))


def main() -> int:
    """Print all problems; 1 if there are any."""
    found = [line for path in sorted(pathlib.Path("src").rglob("*.py")) for line in problems(path)]
    print("\n".join(found)) if found else None
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
