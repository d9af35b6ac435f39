# frozen_string_literal: true

require 'json'
require_relative 'http'

# A request that is answered with this status and message.
class Refused < StandardError
  attr_reader :status

  def initialize(status, message)
    super(message)
    @status = status
  end
end

# The books, for many threads at a time.
class Shelf
  def initialize
    @lock = Mutex.new
    @books = {}
    @last_id = 0
  end

  def all = @lock.synchronize { @books.values }

  def add(fields)
    @lock.synchronize do
      id = @last_id += 1
      @books[id] = { id: id, **fields }
    end
  end

  def get(id) = @lock.synchronize { known(id) }

  def replace(id, fields)
    @lock.synchronize do
      known(id)
      @books[id] = { id: id, **fields }
    end
  end

  def delete(id)
    @lock.synchronize do
      known(id)
      @books.delete(id)
    end
  end

  private

  def known(id) = @books.fetch(id) { raise Refused.new(404, "There is no book #{id}") }
end

SHELF = Shelf.new

def answer(request)
  case request.path
  when '/books' then collection(request)
  when %r{\A/books/([1-9]\d{0,14})\z} then book(request, Regexp.last_match(1).to_i)
  else raise Refused.new(404, "There is nothing at #{request.path}")
  end
rescue Refused => e
  json(e.status, { error: e.message })
end

def collection(request)
  case request.method
  when 'GET' then json(200, SHELF.all)
  when 'POST'
    book = SHELF.add(parse_book(request.body))
    json(201, book, 'location' => "/books/#{book[:id]}")
  else not_allowed('GET, POST')
  end
end

def book(request, id)
  case request.method
  when 'GET' then json(200, SHELF.get(id))
  when 'PUT' then json(200, SHELF.replace(id, parse_book(request.body)))
  when 'DELETE'
    SHELF.delete(id)
    [204, {}, nil]
  else not_allowed('GET, PUT, DELETE')
  end
end

# Title and author from the body, and nothing else that may be in it.
def parse_book(body)
  case JSON.parse(body, symbolize_names: true)
  in { title: String => title, author: String => author } then { title: title, author: author }
  else raise Refused.new(400, 'A book needs a title and an author, both text')
  end
rescue JSON::ParserError
  raise Refused.new(400, 'The body is not JSON')
end

def not_allowed(allow) = json(405, { error: "Only #{allow} are allowed here" }, 'allow' => allow)

# An answer with JSON: status, headers and body.
def json(status, value, headers = {})
  [status, { 'content-type' => 'application/json; charset=utf-8', **headers }, JSON.generate(value)]
end

Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| answer(request) }
