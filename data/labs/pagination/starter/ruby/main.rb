# frozen_string_literal: true

require 'json'
require_relative 'http' # a small server; see its first lines

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

# One page. limit and after are nil where the request does not have them.
def list_books(limit, after)
  # TODO: order the books, look at limit and after, and say in next where the following page begins.
  # raise Problem.new(400, '…') answers with a problem document.
  { items: LOCK.synchronize { BOOKS.dup }, next: nil }
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
