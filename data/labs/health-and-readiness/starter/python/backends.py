"""A database and a cache that are only played. Leave this file as it is."""

import time

_addresses = {
    "database": "postgres://shop:s3cret@db.internal/shop",
    "cache": "redis://:s3cret@cache.internal",
}
_states = {"database": "up", "cache": "up"}


def ping(name: str, timeout: float = 30) -> None:
    """Asks whether somebody is there.

    Raises TimeoutError if no answer came within so many seconds, and ConnectionError if the answer is no.
    """
    if _states[name] == "stuck":
        time.sleep(timeout)
        raise TimeoutError(f"Connection to {_addresses[name]} timed out")
    if _states[name] != "up":
        raise ConnectionRefusedError(f"Connection to {_addresses[name]} refused")


def simulate(name: str, state: str) -> bool:
    """Makes a backend "up", "down" or "stuck". False if there is no such backend or state."""
    if name not in _states or state not in ("up", "down", "stuck"):
        return False
    _states[name] = state
    return True
