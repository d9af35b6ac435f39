# frozen_string_literal: true

require 'json'
require 'openssl'
require 'securerandom'
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
  TOLERANCE = 300

  def initialize(secrets)
    @secrets = secrets
  end

  # Raises a 401 unless the provider has sent just this body, and not long ago.
  def verify(headers, body)
    timestamp = headers.fetch('x-timestamp', '')
    fresh = timestamp.match?(/\A\d+\z/) && (Time.now.to_i - timestamp.to_i).abs <= TOLERANCE
    raise HttpError.new(401, 'The timestamp is missing or too far away.') unless fresh

    signature = headers.fetch('x-signature', '')
    signed = @secrets.any? do |secret|
      OpenSSL.secure_compare("sha256=#{OpenSSL::HMAC.hexdigest('SHA256', secret, "#{timestamp}.#{body}")}", signature)
    end
    raise HttpError.new(401, 'The signature is wrong.') unless signed
  end
end

# One file for each event, named after its id.
class Inbox
  def initialize(folder)
    @folder = folder
  end

  # Returns when the event is on disk.
  def store(event, body)
    temporary = File.join(@folder, "#{SecureRandom.uuid}.tmp")
    File.open(temporary, 'wbx') do |file|
      file.write(body)
      file.fsync
    end
    # The same event once more replaces itself.
    File.rename(temporary, File.join(@folder, "#{event['id']}.json"))
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
    event = JSON.parse(body)
    right = event.is_a?(Hash) && event['id'].is_a?(String) && event['type'].is_a?(String)
    raise HttpError.new(400, 'An event has an id and a type.') unless right && event['id'].match?(/\A[\w-]{1,64}\z/)

    event
  rescue JSON::ParserError
    raise HttpError.new(400, 'The body is not JSON.')
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
