# frozen_string_literal: true

require "json"
require "strscan"

COLUMNS = %w[email name age].freeze

# Nothing of the file can be used.
class UnusableError < StandardError; end

# A row is left out.
class RowError < StandardError; end

# A row of the file, and the line where it begins.
Row = Struct.new(:line, :fields)

# The rows of a text in the form of RFC 4180.
def parse(text)
  scanner = StringScanner.new(text)
  line = 1
  rows = [Row.new(line, [])]
  until scanner.eos? && rows.last.fields.empty?
    unless scanner.scan(/(?:"((?:[^"]|"")*+)"|([^",\r\n]*+))(,|\r?\n|\z)/)
      raise UnusableError, "line #{rows.last.line}: a quote is not closed, or stands where none may be"
    end

    rows.last.fields << (scanner[1]&.gsub('""', '"') || scanner[2])
    line += scanner.matched.count("\n")
    rows << Row.new(line, []) unless scanner[3] == ","
  end
  rows.reject { |row| row.fields.empty? || row.fields == [""] }
end

def customer(email:, name:, age:)
  raise RowError, "email must have one @ with something on both sides" unless email.match?(/\A[^@]+@[^@]+\z/)
  raise RowError, "name is missing" if name.empty?

  unless age.empty? || (age.match?(/\A\d{1,3}\z/) && age.to_i <= 150)
    raise RowError, "age must be a whole number from 0 to 150, or empty"
  end

  { email: email.downcase, name: name, age: age.empty? ? nil : age.to_i }
end

# Puts the rows of a CSV text into customers, a hash by email; returns the complaints about rows that are left out.
def load_rows(text, customers)
  header, *rows = parse(text)
  names = header&.fields || []
  missing = COLUMNS - names
  raise UnusableError, "there is no column #{missing.join(', ')}" if missing.any?

  lines = {}
  rows.filter_map do |row|
    raise RowError, "#{row.fields.size} fields where #{names.size} are expected" if row.fields.size != names.size

    values = names.zip(row.fields).to_h.slice(*COLUMNS)
    found = customer(**values.transform_keys(&:to_sym))
    email = found[:email]
    raise RowError, "email is the same as in line #{lines[email]}" if lines.key?(email)

    lines[email] = row.line
    customers[email] = found
    nil
  rescue RowError => e
    "line #{row.line}: #{e.message}"
  end
end

# A file's text, without its byte order mark.
def read_text(file)
  text = File.read(file, mode: "rb:BOM|UTF-8")
  raise UnusableError, "#{file} is not UTF-8" unless text.valid_encoding?

  text
end

def main(file = nil, known = nil)
  raise UnusableError, "usage: main people.csv [known.json]" unless file

  before = known ? JSON.parse(read_text(known), symbolize_names: true) : []
  raise UnusableError, "the known customers are not a list" unless before.is_a?(Array)

  customers = before.to_h { |entry| [entry[:email], entry] }
  complaints = load_rows(read_text(file), customers)
  warn(*complaints)
  puts JSON.pretty_generate(customers.values)
  complaints.empty? ? 0 : 1
rescue UnusableError, SystemCallError, JSON::ParserError => e
  warn e.message
  2
end

exit main(*ARGV.first(2))
