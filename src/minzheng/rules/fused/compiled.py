"""Machine code of a generated loop, kept on disk; plain Python where Numba is not installed.

The text goes to a real file whose name is the digest of everything the machine code rests on: the text, the sources and
constants of the formulas, the kernel's steps, the versions of Numba and Python. Numba alone does not see that a called
function changed; under another name it never meets the old code. The cache holds code: its folder belongs to the
service's user alone.
"""

import hashlib
import importlib
import importlib.util
import inspect
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from minzheng.kernel import arithmetic
from minzheng.rules.fused.layout import Layout
from minzheng.rules.fused.owned import owned
from minzheng.rules.load import constants_of, source_of

FOLDER = "MINZHENG_COMPILED"
BROKEN = (pickle.UnpicklingError, EOFError, ValueError, AttributeError, ImportError, IndexError, TypeError)
"""What reading a damaged cache file may raise."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A loop as machine code; `rooms`: how many numbers and answers the rooms hold that it is to be given."""

    run: Callable[..., int]
    rooms: tuple[int, int]


def is_available() -> bool:
    """Whether the extra `[scale]` is installed."""
    return importlib.util.find_spec("numba") is not None and importlib.util.find_spec("numpy") is not None


def folder() -> Path:
    """Return where compiled loops are kept: MINZHENG_COMPILED, else the user's cache.

    Only the user may write there; raises RuleError where others may too.
    """
    base = os.environ.get(FOLDER)
    path = Path(base) if base else Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "minzheng" / "fused"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return owned(path)


def formulas_of(layout: Layout) -> dict[str, Callable[..., Any]]:
    """Return the formulas that the loop calls, by the name it calls them."""
    return {f"f_{step.code}": step.function for step in layout.steps if step.function is not None}


def plain(text: str, formulas: Mapping[str, Callable[..., Any]]) -> Callable[..., int | None]:
    """Return the loop as plain Python."""
    names: dict[str, Any] = {"int64": int, **formulas}
    exec(compile(text, "<fused>", "exec"), names)  # noqa: S102 - our own text, of checked formulas
    run: Callable[..., int | None] = names["run"]
    return run


def digest(text: str, formulas: Mapping[str, Callable[..., Any]]) -> str:
    """Return the digest of everything the machine code rests on."""
    import numba  # noqa: PLC0415 - optional dependency

    from minzheng.rules.fused import overloads  # noqa: PLC0415 - optional dependency

    found = hashlib.sha256(text.encode())
    for name in sorted(formulas):
        found.update(f"{name}\0{source_of(formulas[name])}\0{constants_of(formulas[name])}\0".encode())
    for module in (arithmetic, overloads):
        found.update(inspect.getsource(module).encode())
    found.update(f"{numba.__version__}\0{sys.version}".encode())
    return found.hexdigest()[:32]


def machine(text: str, formulas: Mapping[str, Callable[..., Any]], signature: Any) -> Machine:
    """Return the loop as machine code, from the cache if it was ever compiled on this machine."""
    name = f"fused_{digest(text, formulas)}"
    kept = folder()
    path = kept / f"{name}.py"
    if not path.exists():
        _write(path, text)
    try:
        return _compiled(_module(path, name, formulas), signature)
    except BROKEN:
        # A damaged cache is thrown away and made anew; a second failure is a real one.
        for spoiled in (kept / "__pycache__").glob(f"{name}.*"):
            spoiled.unlink(missing_ok=True)
        _write(path, text)
        return _compiled(_module(path, name, formulas), signature)


def _write(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(temporary).replace(path)


def _module(path: Path, name: str, formulas: Mapping[str, Callable[..., Any]]) -> ModuleType:
    """Return the module of the file, with the very functions of the program under the names it calls."""
    import numpy as np  # noqa: PLC0415 - optional dependency
    from numba import njit  # noqa: PLC0415 - optional dependency

    from minzheng.rules.fused import overloads  # noqa: PLC0415 - optional dependency

    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None  # noqa: S101, PT018 - it was just written
    module = importlib.util.module_from_spec(spec)
    inlined = njit(inline="always", error_model="numpy")
    names = {"int64": np.int64, "int32": np.int32, "uint64": np.uint64, "uint8": np.uint8, "empty": np.empty}
    vars(module).update({**names, "rows": overloads.rows})
    vars(module).update({key: inlined(function) for key, function in formulas.items()})
    sys.modules[name] = module
    spec.loader.exec_module(module)
    part = njit(nogil=True, error_model="numpy")
    vars(module).update({key: part(value) for key, value in vars(module).items() if key.startswith("part_")})
    return module


def _compiled(module: ModuleType, signature: Any) -> Machine:
    from numba import njit  # noqa: PLC0415 - optional dependency

    # error_model: every divisor was proved positive when the program was loaded.
    run: Callable[..., int] = njit(signature, nogil=True, cache=True, error_model="numpy")(module.run)
    return Machine(run, module.ROOMS)
