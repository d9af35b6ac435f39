# frozen_string_literal: true

require 'json'
require_relative 'http'

class TokenBuckets
  # `retry_after` is in seconds and means something only if there was no token.
  Taken = Struct.new(:allowed, :remaining, :retry_after, keyword_init: true)

  attr_reader :size

  def initialize(size, seconds_per_token)
    @size = size
    @seconds_per_token = seconds_per_token
  end

  # Takes a token, if there is one.
  def take(client)
    # TODO: remember tokens and time for each client; work out how many have come back since.
    Taken.new(allowed: true, remaining: @size, retry_after: 0)
  end
end

class App
  def initialize(buckets, api_keys)
    @buckets = buckets
    @api_keys = api_keys
  end

  def call(request)
    case "#{request.method} #{request.path}"
    when 'GET /quotes' then limited(request) { json(200, { quote: 'Well begun is half done.' }) }
    when 'GET /health' then json(200, { status: 'ok' })
    else json(404, { error: 'There is nothing here.' })
    end
  end

  private

  # Puts the limit in front of what the block answers.
  def limited(request)
    taken = @buckets.take(client(request))
    # TODO: set the headers; answer 429 if there was no token.
    yield
  end

  # Whose bucket pays for the request: a key that we know, or else the address of the connection.
  def client(request)
    # TODO: request.headers, request.ip
    'everybody'
  end

  def json(status, body, headers = {})
    [status, { 'content-type' => 'application/json', **headers }, JSON.generate(body)]
  end
end

buckets = TokenBuckets.new(Integer(ENV.fetch('BUCKET_SIZE')), Float(ENV.fetch('SECONDS_PER_TOKEN')))
app = App.new(buckets, ENV.fetch('API_KEYS').split(','))
Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| app.call(request) }
