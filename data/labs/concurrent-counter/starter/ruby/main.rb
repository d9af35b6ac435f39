# frozen_string_literal: true

require 'json'
require_relative 'http'
require_relative 'store'

ROUTE = %r{\A/counters/([a-z0-9-]{1,40})(?:/(increment|decrement))?\z}

def increment(name)
  # TODO: fifty of these at once must still add fifty. Each request runs in a thread of its own.
  value = Store.read(name) + 1
  Store.write(name, value)
  [200, { name: name, value: value }]
end

# Answers with a status and what is sent as JSON.
def handle(request)
  name, action = request.path.match(ROUTE)&.captures
  return [404, { error: 'There is nothing here.' }] unless name
  return [200, { name: name, value: Store.read(name) }] if request.method == 'GET' && !action
  return increment(name) if request.method == 'POST' && action == 'increment'

  # TODO: POST …/decrement, with 409 when there is nothing left.
  # TODO: PUT, with 400 for a body (`request.body`) that is no whole number.
  [405, { error: 'This method does not work here.' }]
end

server = Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT'))
server.run do |request|
  status, content = handle(request)
  [status, { 'content-type' => 'application/json' }, JSON.generate(content)]
end
