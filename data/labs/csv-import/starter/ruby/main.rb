# frozen_string_literal: true

require "json"

# A row of the file, and the line where it begins.
Row = Struct.new(:line, :fields)

# The rows of a CSV text.
def parse(text)
  # TODO: this splits fields in quotes, too.
  text.split("\n").each_with_index.map { |row, index| Row.new(index + 1, row.split(",")) }
end

# Puts the rows of a CSV text into customers, a hash by email; returns the complaints about rows that are left out.
def load_rows(text, customers)
  _header, *rows = parse(text)
  complaints = []
  rows.each do |row|
    # TODO: find the columns by the header, refuse bad rows and duplicates.
    email, name, age = row.fields
    customers[email] = { email: email, name: name, age: age }
  end
  complaints
end

def main(file)
  customers = {}
  # TODO: put the customers of a second file in first.
  complaints = load_rows(File.read(file, encoding: "UTF-8"), customers)
  warn(*complaints)
  puts JSON.pretty_generate(customers.values)
  # TODO: the exit codes.
  0
end

exit main(ARGV.first)
