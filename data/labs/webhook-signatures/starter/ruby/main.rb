# frozen_string_literal: true

require 'json'
require_relative 'http'

class HttpError < StandardError
  attr_reader :status

  def initialize(status, message)
    super(message)
    @status = status
  end
end

# Tells what the provider has sent from what others have.
class Verifier
  def initialize(secrets)
    @secrets = secrets
  end

  # Raises a 401 unless the provider has sent just this body, and not long ago.
  def verify(headers, body)
    # TODO: headers['x-timestamp'], headers['x-signature'] and @secrets decide.
  end
end

# One file for each event, named after its id.
class Inbox
  def initialize(folder)
    @folder = folder
  end

  # Returns when the event is on disk.
  def store(event, body)
    # TODO: store it once, however often it comes, and so that a crash leaves no half of it.
  end

  def events
    Dir.glob('*.json', base: @folder).map { |name| JSON.parse(File.read(File.join(@folder, name))) }
  end
end

class App
  def initialize(verifier, inbox)
    @verifier = verifier
    @inbox = inbox
  end

  def call(request)
    case "#{request.method} #{request.path}"
    when 'POST /webhooks' then receive(request)
    when 'GET /events' then list_events
    else raise HttpError.new(404, 'There is nothing here.')
    end
  rescue HttpError => e
    json(e.status, { error: e.message })
  end

  private

  def receive(request)
    @verifier.verify(request.headers, request.body)
    @inbox.store(parse_event(request.body), request.body)
    [204, {}]
  end

  # The event in a body. Raises a 400 if there is none.
  def parse_event(body)
    # TODO: answer 400 to what is no event.
    JSON.parse(body)
  end

  def list_events
    events = @inbox.events.map { |event| event.slice('id', 'type') }
    json(200, { events: events.sort_by { |event| event['id'] } })
  end

  def json(status, body)
    [status, { 'content-type' => 'application/json' }, JSON.generate(body)]
  end
end

app = App.new(Verifier.new(ENV.fetch('WEBHOOK_SECRETS').split(',')), Inbox.new(ENV.fetch('DATA_DIR')))
Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| app.call(request) }
