import json
import sys


def records(file):
    """Yield the line where each record begins, and its fields."""
    # TODO: this splits fields in quotes, too.
    for line, row in enumerate(file, start=1):
        yield line, row.split(",")


def load(file, customers):
    """Put the rows of a CSV file into customers, a dictionary by email; return the complaints about rows that are left out."""
    _header, *rows = records(file)
    complaints = []
    for _line, fields in rows:
        # TODO: find the columns by the header, refuse bad rows and duplicates.
        email, name, age, *_ = fields
        customers[email] = {"email": email, "name": name, "age": age}
    return complaints


def main(arguments):
    customers = {}
    # TODO: put the customers of a second file in first.
    with open(arguments[0], encoding="utf-8") as file:
        complaints = load(file, customers)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    print(json.dumps(list(customers.values()), indent=2))
    # TODO: the exit codes.
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
