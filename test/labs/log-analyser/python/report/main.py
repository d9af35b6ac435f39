import re
import sys
from collections import Counter
from dataclasses import dataclass, field

# Address, two more fields, time, request, status and size; the combined format goes on after that.
LOG_LINE = re.compile(r'\S+ \S+ \S+ \[[^\]]+\] "[A-Z]+ (\S+) HTTP/[\d.]+" (\d{3}) (\d+|-)(?:\s|$)', re.ASCII)


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
        match = LOG_LINE.match(line)
        if not match:
            totals.bad_lines += 1
            continue
        target, status, size = match.groups()
        totals.requests += 1
        totals.bytes += int(size.replace("-", "1"))
        totals.server_errors += status.startswith("5")
        totals.paths[target.partition("?")[0]] += 1
    return totals


def report(totals):
    share = totals.server_errors / totals.requests if totals.requests else 0
    yield f"Requests: {totals.requests}"
    yield f"Bad lines: {totals.bad_lines}"
    yield f"Bytes: {totals.bytes}"
    yield f"Server errors: {totals.server_errors} ({share:.1%})"
    yield "Top paths:"
    for path, count in sorted(totals.paths.items(), key=lambda entry: (-entry[1], entry[0]))[:5]:
        yield f"{count} {path}"


def main(arguments):
    # Whatever bytes are in the log can be read and printed.
    options = {"encoding": "utf-8", "errors": "backslashreplace"}
    try:
        if arguments:
            with open(arguments[0], **options) as log:
                totals = analyse(log)
        else:
            sys.stdin.reconfigure(**options)
            totals = analyse(sys.stdin)
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    print(*report(totals), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
