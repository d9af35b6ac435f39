# frozen_string_literal: true

require 'json'
require 'set'
require_relative 'http'

class TokenBuckets
  # `retry_after` is in seconds and means something only if there was no token.
  Taken = Struct.new(:allowed, :remaining, :retry_after, keyword_init: true)
  Bucket = Struct.new(:tokens, :at)

  attr_reader :size

  def initialize(size, seconds_per_token)
    @size = size
    @seconds_per_token = seconds_per_token
    @buckets = {}
    @lock = Mutex.new
  end

  # Takes a token, if there is one.
  def take(client)
    left, allowed = @lock.synchronize { pay(client, Process.clock_gettime(Process::CLOCK_MONOTONIC)) }
    Taken.new(allowed: allowed, remaining: left.floor, retry_after: ((1 - left) * @seconds_per_token).ceil)
  end

  private

  def pay(client, now)
    # A full bucket says no more than none, so clients who have gone need no memory.
    @buckets.delete_if { |_, bucket| tokens(bucket, now) >= @size } if @buckets.size > 10_000

    left = tokens(@buckets[client], now)
    allowed = left >= 1
    left -= 1 if allowed
    @buckets[client] = Bucket.new(left, now)
    [left, allowed]
  end

  def tokens(bucket, now)
    bucket ? [@size, bucket.tokens + ((now - bucket.at) / @seconds_per_token).floor].min : @size
  end
end

class App
  def initialize(buckets, api_keys)
    @buckets = buckets
    @api_keys = api_keys.to_set
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
    limits = { 'x-ratelimit-limit' => @buckets.size, 'x-ratelimit-remaining' => taken.remaining }
    unless taken.allowed
      return json(429, { error: 'Too many requests.' }, **limits, 'retry-after' => taken.retry_after)
    end

    status, headers, body = yield
    [status, headers.merge(limits), body]
  end

  # Whose bucket pays for the request: a key that we know, or else the address of the connection.
  def client(request)
    key = request.headers['x-api-key']
    @api_keys.include?(key) ? [:key, key] : [:address, request.ip]
  end

  def json(status, body, headers = {})
    [status, { 'content-type' => 'application/json', **headers }, JSON.generate(body)]
  end
end

buckets = TokenBuckets.new(Integer(ENV.fetch('BUCKET_SIZE')), Float(ENV.fetch('SECONDS_PER_TOKEN')))
app = App.new(buckets, ENV.fetch('API_KEYS').split(','))
Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| app.call(request) }
