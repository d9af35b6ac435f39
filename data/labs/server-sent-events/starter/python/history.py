"""All messages, one line of Base64 each, in a file: the first line is message 1. Leave this file as it is."""

import os
from base64 import b64decode, b64encode
from pathlib import Path

_file = Path(os.environ["DATA_DIR"]) / "history"
_messages = [b64decode(line).decode() for line in _file.read_text().splitlines()] if _file.exists() else []


def append(text: str) -> int:
    """Adds a message; its number. Only one thread at a time may call this."""
    with _file.open("a") as file:
        file.write(b64encode(text.encode()).decode() + "\n")
    _messages.append(text)
    return len(_messages)


def after(id: int) -> list[tuple[int, str]]:
    """All messages with a number above this one: (number, text)."""
    return list(enumerate(_messages[id:], id + 1))
