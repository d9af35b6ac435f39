# frozen_string_literal: true

require_relative 'http'

TEXT = { 'content-type' => 'text/plain' }.freeze

def handle(request)
  return [200, TEXT, "ready\n"] if request.path == '/'
  return [404, TEXT, "There is nothing here.\n"] unless request.path == '/work'

  ms = request.query['ms'].to_s
  return [400, TEXT, "ms must be a number from 0 to 60000.\n"] unless ms.match?(/\A\d{1,5}\z/) && ms.to_i <= 60_000

  sleep ms.to_i / 1000.0
  [200, TEXT, "done\n"]
end

# `server.stop` may be called in a signal handler. Then `run` takes no more connections, waits up to `grace` seconds for the answers under
# way, and returns.
server = Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT'))
server.run { |request| handle(request) }

# TODO: on SIGTERM and SIGINT take no new connections, finish what runs, and end with code 0.
# TODO: when that takes longer than ENV['GRACE_MS'] milliseconds, end with code 1.
