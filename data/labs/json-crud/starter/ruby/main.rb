# frozen_string_literal: true

require 'json'
require_relative 'http' # a small server; see its first lines

def answer(request)
  if request.path == '/books' && request.method == 'GET'
    # TODO: all books, in the order in which they were added.
    return json(200, [{ id: 1, title: 'An example', author: 'Nobody' }])
  end

  # TODO: POST /books, and GET, PUT and DELETE of /books/{id}. Each request runs in a thread of its own.
  json(404, { error: "There is nothing at #{request.path}" })
end

# An answer with JSON: status, headers and body. An answer without a body is [204, {}, nil].
def json(status, value, headers = {})
  [status, { 'content-type' => 'application/json; charset=utf-8', **headers }, JSON.generate(value)]
end

Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| answer(request) }
