import csv
import json
import re
import sys

COLUMNS = ("email", "name", "age")


class UnusableError(Exception):
    """Nothing of the file can be used."""


class RowError(Exception):
    """A row is left out."""


def records(file):
    """Yield the line where each record begins, and its fields."""
    reader = csv.reader(file, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnusableError(f"line {line}: {error}") from error
        if fields:
            yield line, fields


def customer(row):
    email, name, age = (row[column] for column in COLUMNS)
    if not re.fullmatch(r"[^@]+@[^@]+", email):
        raise RowError("email must have one @ with something on both sides")
    if not name:
        raise RowError("name is missing")
    if age and not (re.fullmatch(r"[0-9]{1,3}", age) and int(age) <= 150):
        raise RowError("age must be a whole number from 0 to 150, or empty")
    return {"email": email, "name": name, "age": int(age) if age else None}


def load(file, customers):
    """Put the rows of a CSV file into customers, a dictionary by email; return the complaints about rows that are left out."""
    rows = list(records(file))
    header = rows[0][1] if rows else []
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise UnusableError(f"there is no column {', '.join(missing)}")

    complaints = []
    lines = {}
    for line, fields in rows[1:]:
        try:
            if len(fields) != len(header):
                raise RowError(f"{len(fields)} fields where {len(header)} are expected")
            found = customer(dict(zip(header, fields)))
            email = found["email"].lower()
            if email in lines:
                raise RowError(f"email is the same as in line {lines[email]}")
            lines[email] = line
            customers[email] = found
        except RowError as error:
            complaints.append(f"line {line}: {error}")
    return complaints


def known_customers(path):
    with open(path, encoding="utf-8-sig") as file:
        entries = json.load(file)
    if not isinstance(entries, list):
        raise UnusableError("the known customers are not a list")
    return {entry["email"]: entry for entry in entries}


def main(arguments):
    try:
        if not arguments:
            raise UnusableError("usage: main people.csv [known.json]")
        customers = known_customers(arguments[1]) if len(arguments) > 1 else {}
        # Line breaks are left to the CSV reader, since those in quotes must stay as they are.
        with open(arguments[0], encoding="utf-8-sig", newline="") as file:
            complaints = load(file, customers)
    except (UnusableError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    print(json.dumps(list(customers.values()), indent=2))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
