import os
import threading
from base64 import b64decode, b64encode
from pathlib import Path


class Store:
    """Keys and values in memory, and every change as a line of a log.

    A line is the key in Base64, then a space and the value in Base64, or nothing more where the key was deleted. A change is over when its
    line is on the disk.
    """

    def __init__(self, folder: Path) -> None:
        file = folder / "store.log"
        self._lock = threading.Lock()
        self._values = _load(file)
        # Only what is still there goes into the new log, which takes the old one's place in one step.
        draft = file.with_suffix(".new")
        self._log = open(draft, "wb", buffering=0)
        # Bytes of the log that hold whole lines. What a failed write has left behind them is written over.
        self._end = 0
        self._append(b"".join(_line(key, value) for key, value in self._values.items()))
        os.replace(draft, file)
        _sync_folder(folder)

    def get(self, key: str) -> bytes | None:
        return self._values.get(key)

    def keys(self) -> list[str]:
        with self._lock:
            return sorted(self._values)

    def set(self, key: str, value: bytes) -> bool:
        """True if the key is new."""
        with self._lock:
            self._append(_line(key, value))
            is_new = key not in self._values
            self._values[key] = value
            return is_new

    def delete(self, key: str) -> bool:
        """False if there is nothing to delete."""
        with self._lock:
            if key not in self._values:
                return False
            self._append(_line(key, None))
            del self._values[key]
            return True

    def _append(self, data: bytes) -> None:
        self._log.seek(self._end)
        if self._log.write(data) != len(data):
            raise OSError("The log could not be written to its end.")
        os.fsync(self._log.fileno())
        self._end += len(data)


def _line(key: str, value: bytes | None) -> bytes:
    name = b64encode(key.encode())
    return name + b"\n" if value is None else name + b" " + b64encode(value) + b"\n"


def _load(file: Path) -> dict[str, bytes]:
    values: dict[str, bytes] = {}
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return values
    # What follows the last line break was cut off by a kill, and nobody was told that it is kept.
    for line in data.split(b"\n")[:-1]:
        name, *value = line.split(b" ")
        key = b64decode(name).decode()
        if value:
            values[key] = b64decode(value[0])
        else:
            values.pop(key, None)
    return values


def _sync_folder(folder: Path) -> None:
    """Puts the new name of a file on the disk too. Windows does so by itself and cannot open folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
