"""What every test stands on."""

import os


def pytest_collection_modifyitems(config, items):
    """Slow tests are left out unless SLOW=1 asks for them; left out is not skipped."""
    if os.environ.get("SLOW"):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]
