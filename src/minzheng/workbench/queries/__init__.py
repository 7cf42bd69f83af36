"""Reading the workbench."""
