# frozen_string_literal: true

require 'json'
require_relative 'backends'
require_relative 'http'

# Answers with a status, and with what is sent as JSON, or nil.
def handle(request)
  if request.method == 'PUT' && (name = request.path[%r{\A/simulate/(\w+)\z}, 1])
    return [Backends.simulate(name, request.body) ? 204 : 400, nil]
  end

  case "#{request.method} #{request.path}"
  when 'GET /readyz'
    # TODO: what if it is down, or says nothing for a long time? And what of the cache?
    Backends.ping('database')
    [200, { status: 'ready', checks: { database: 'up' } }]
  # TODO: GET /livez and POST /drain
  else [404, { error: 'There is nothing here.' }]
  end
end

Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run do |request|
  status, content = handle(request)
  [status, { 'content-type' => 'application/json' }, content && JSON.generate(content)]
rescue StandardError => e
  [500, { 'content-type' => 'application/json' }, JSON.generate({ error: e.message })]
end
