"""Password hashing of the demo: the same algorithm at the smallest cost, since its passwords are printed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class DemoArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2 at its cheapest. Used only when DEMO is set; nothing private stands behind such an account."""

    time_cost = 1
    memory_cost = 1024
    parallelism = 1
