# frozen_string_literal: true

require 'json'
require_relative 'http' # a small server; see its first lines

def answer(request)
  body = JSON.parse(request.body)
  # TODO: look at request.path, at request.headers['content-type'], and at each field, as the brief says.
  json(201, body)
end

# An answer with JSON: status, headers and body.
def json(status, value, type = 'application/json')
  [status, { 'content-type' => type }, JSON.generate(value)]
end

Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| answer(request) }
