import sys
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Totals:
    requests: int = 0
    bad_lines: int = 0
    bytes: int = 0
    server_errors: int = 0
    paths: Counter = field(default_factory=Counter)


def analyse(lines):
    totals = Totals()
    for line in lines:
        # TODO: take the line apart, and add to the totals. What is no log line is a bad line.
        totals.requests += 1
    return totals


def report(totals):
    yield f"Requests: {totals.requests}"
    yield f"Bad lines: {totals.bad_lines}"
    yield f"Bytes: {totals.bytes}"
    # TODO: the share of server errors, and the five most frequent paths.
    yield f"Server errors: {totals.server_errors}"
    yield "Top paths:"


def main(arguments):
    # TODO: without a file, read sys.stdin. What if the file cannot be opened?
    with open(arguments[0], encoding="utf-8", errors="backslashreplace") as log:
        totals = analyse(log)
    print(*report(totals), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
