# frozen_string_literal: true

require 'json'
require_relative 'http'

# A request that is answered with this status and title.
class Problem < StandardError
  attr_reader :status

  def initialize(status, title)
    super(title)
    @status = status
  end
end

# In no special order. Requests run in threads, so hold the lock while you look at the list.
BOOKS = (1..120).map { |id| { id: id, title: "Book #{id}", added: format('2026-03-%02d', (id * 7 % 10) + 1) } }
IDS = (121..).each
LOCK = Mutex.new

# Where a book stands: all that the order depends on.
def place(book) = book.values_at(:added, :id)

# One page. limit and after are nil where the request does not have them.
def list_books(limit, after)
  size = parse_limit(limit || '100')
  start = parse_cursor(after) if after
  books = LOCK.synchronize { BOOKS.dup }
  books.select! { |book| (place(book) <=> start).negative? } if start
  # One more than asked for tells whether there is another page. A database would use an index on added and id.
  found = books.max_by(size + 1) { |book| place(book) }
  items = found.first(size)
  { items: items, next: found.length > size ? cursor_of(items.last) : nil }
end

def parse_limit(text)
  raise Problem.new(400, 'The limit must be a whole number from 1 on') unless text.match?(/\A0*[1-9]\d*\z/)

  [text.to_i, 100].min
end

# The place of a book in the order; it stays valid when the book is deleted.
def cursor_of(book) = [place(book).join(' ')].pack('m0').tr('+/', '-_').delete('=')

def parse_cursor(text)
  base64 = text.tr('-_', '+/').ljust((text.length + 3) / 4 * 4, '=')
  added, id = base64.unpack1('m0').match(/\A(\d{4}-\d\d-\d\d) (\d{1,15})\z/n)&.captures
  raise Problem.new(400, 'The cursor is not one of ours') unless added

  [added, id.to_i]
rescue ArgumentError
  raise Problem.new(400, 'The cursor is not one of ours')
end

def add_book(fields)
  LOCK.synchronize do
    book = { id: IDS.next, title: fields['title'].to_s, added: fields['added'].to_s }
    BOOKS << book
    book
  end
end

def delete_book(path)
  LOCK.synchronize do
    at = BOOKS.index { |book| path == "/books/#{book[:id]}" }
    raise Problem.new(404, "There is nothing at #{path}") unless at

    BOOKS.delete_at(at)
  end
end

def answer(request)
  case [request.method, request.path]
  in ['GET', '/books'] then json(200, list_books(request.query['limit'], request.query['after']))
  in ['POST', '/books'] then json(201, add_book(JSON.parse(request.body)))
  in ['DELETE', path]
    delete_book(path)
    [204, {}, nil]
  else raise Problem.new(404, "There is nothing at #{request.path}")
  end
rescue Problem => e
  json(e.status, { title: e.message, status: e.status }, 'application/problem+json')
end

# An answer with JSON: status, headers and body.
def json(status, value, type = 'application/json')
  [status, { 'content-type' => type }, JSON.generate(value)]
end

Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| answer(request) }
