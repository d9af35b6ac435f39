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

running = 0
lock = Mutex.new

server = Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT'))
# A signal comes at any moment, so its handler only wakes the server up.
%w[TERM].each { |signal| trap(signal) { server.stop } }

# Returns when the server was stopped and all is answered, or when the time for that is over.
server.run(grace: ENV.fetch('GRACE_MS').to_i / 1000.0) do |request|
  lock.synchronize { running += 1 }
  handle(request)
ensure
  lock.synchronize { running -= 1 }
end

# Threads that still run end with the program.
exit(running.zero? ? 0 : 1)
