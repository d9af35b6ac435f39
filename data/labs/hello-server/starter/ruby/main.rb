# frozen_string_literal: true

require_relative 'http' # a small server; see its first lines

def answer(request)
  # TODO: look at request.method, request.path and request.query, and answer with a status, headers and a body.
  # http.rb leaves the body out by itself when the request was HEAD.
  [501, {}, '']
end

Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| answer(request) }
