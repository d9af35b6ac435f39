# frozen_string_literal: true

require_relative 'http'

# The greeting for a request, or nil where there is nothing.
def greeting(request)
  case request.path
  when '/' then "Hello, world!\n"
  when '/hello' then "Hello, #{request.query.fetch('name', 'world')}!\n"
  end
end

def text(status, body, headers = {})
  [status, { 'content-type' => 'text/plain; charset=utf-8', **headers }, body]
end

def answer(request)
  body = greeting(request)
  return text(404, "Not found\n") if body.nil?
  return text(405, "Method not allowed\n", 'allow' => 'GET, HEAD') unless %w[GET HEAD].include?(request.method)

  text(200, body)
end

Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| answer(request) }
