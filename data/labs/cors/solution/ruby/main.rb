# frozen_string_literal: true

require 'json'
require 'set'
require_relative 'http'

class HttpError < StandardError
  attr_reader :status

  def initialize(status, message)
    super(message)
    @status = status
  end
end

# Stands in front of the API: says which pages may read the answers, and which may write.
class Cors
  SAFE_METHODS = %w[GET HEAD OPTIONS].freeze

  def initialize(api, allowed_origins)
    @api = api
    @allowed = allowed_origins.to_set
  end

  def call(request)
    status, headers, body = answer(request, request.headers['origin'])
    [status, headers.merge(permissions(request)), body]
  end

  private

  def answer(request, origin)
    if origin && !@allowed.include?(origin) && !SAFE_METHODS.include?(request.method)
      Api.json(403, { error: 'Pages of this origin may not write here.' })
    elsif request.method == 'OPTIONS'
      [204, {}]
    else
      @api.call(request)
    end
  end

  def permissions(request)
    origin = request.headers['origin']
    headers = { 'vary' => 'Origin' }
    return headers unless @allowed.include?(origin)

    headers.merge!(
      'access-control-allow-origin' => origin,
      'access-control-allow-credentials' => 'true',
      'access-control-expose-headers' => 'Location'
    )
    return headers unless request.method == 'OPTIONS'

    headers.merge!(
      'access-control-allow-methods' => 'GET, POST',
      'access-control-allow-headers' => 'Content-Type',
      'access-control-max-age' => '7200'
    )
  end
end

class Api
  def self.json(status, body, headers = {})
    [status, { 'content-type' => 'application/json', **headers }, JSON.generate(body)]
  end

  def initialize
    @notes = []
    @lock = Mutex.new
  end

  def call(request)
    case "#{request.method} #{request.path}"
    when 'GET /notes' then list_notes
    when 'POST /notes' then add_note(request)
    else raise HttpError.new(404, 'There is nothing here.')
    end
  rescue HttpError => e
    Api.json(e.status, { error: e.message })
  end

  private

  def list_notes
    @lock.synchronize { Api.json(200, { notes: @notes }) }
  end

  def add_note(request)
    body = JSON.parse(request.body)
    raise HttpError.new(400, 'A text is needed.') unless body.is_a?(Hash) && body['text'].is_a?(String)

    @lock.synchronize do
      note = { id: @notes.size + 1, text: body['text'] }
      @notes << note
      Api.json(201, note, 'location' => "/notes/#{note[:id]}")
    end
  rescue JSON::ParserError
    raise HttpError.new(400, 'The body is not JSON.')
  end
end

app = Cors.new(Api.new, ENV.fetch('ALLOWED_ORIGINS').split(','))
Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| app.call(request) }
