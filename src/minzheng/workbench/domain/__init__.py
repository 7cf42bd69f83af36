"""Writing the workbench."""
