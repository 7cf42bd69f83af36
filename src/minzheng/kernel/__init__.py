"""The kernel: exact values that the whole house shares. Pure Python; knows no database, no framework, no program."""
