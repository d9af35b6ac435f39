# frozen_string_literal: true

require 'json'
require_relative 'history'
require_relative 'http'

HISTORY = History.new(ENV.fetch('DATA_DIR'))
LOCK = Mutex.new

# Each request runs in a thread of its own.
def handle(request)
  case "#{request.method} #{request.path}"
  when 'POST /messages'
    id = LOCK.synchronize { HISTORY.append(request.body) }
    # TODO: hand it to everybody who is connected.
    [201, { 'content-type' => 'application/json' }, JSON.generate({ id: id })]
  when 'GET /events'
    # TODO: the headers of an event stream; what was missed since request.headers['last-event-id']; then what is new, as long as the client
    # stays. A body may be an Enumerator: each string that it yields is sent at once.
    [501]
  else [404]
  end
end

Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| handle(request) }
