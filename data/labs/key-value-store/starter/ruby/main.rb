# frozen_string_literal: true

require 'json'
require_relative 'http'

# Key => value. TODO: it is all gone when the program ends. Keep it in files below DATA_DIR.
VALUES = {}
LOCK = Mutex.new

BYTES = { 'content-type' => 'application/octet-stream' }.freeze

# Answers with a status, headers and a body.
def handle(request)
  return [200, { 'content-type' => 'application/json' }, JSON.generate(VALUES.keys.sort)] if request.path == '/keys'

  # TODO: in the path the key is percent-encoded.
  key = request.path[%r{\A/keys/(.+)\z}, 1] or return [404]
  LOCK.synchronize do
    case request.method
    when 'GET' then VALUES.key?(key) ? [200, BYTES, VALUES[key]] : [404]
    when 'PUT'
      status = VALUES.key?(key) ? 204 : 201
      VALUES[key] = request.body
      [status]
    # TODO: DELETE
    else [405]
    end
  end
end

Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| handle(request) }
