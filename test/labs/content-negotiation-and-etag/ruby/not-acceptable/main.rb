# frozen_string_literal: true

require 'digest'
require 'json'
require_relative 'http'

# A request that is answered with this status and message.
class Refused < StandardError
  attr_reader :status

  def initialize(status, message)
    super(message)
    @status = status
  end
end

def to_csv(prices)
  field = ->(text) { text.match?(/[",\r\n]/) ? "\"#{text.gsub('"', '""')}\"" : text }
  ["name,cents\r\n", *prices.map { |price| "#{field.call(price[:name])},#{price[:cents]}\r\n" }].join
end

# In the order in which they are preferred where the client does not mind.
FORMS = { 'application/json' => JSON.method(:generate), 'text/csv' => method(:to_csv) }.freeze

# Requests run in threads, so hold the lock while you look at the prices or change them.
PRICES = [{ name: 'Assam', cents: 450 }, { name: 'Sencha', cents: 720 }]
LOCK = Mutex.new

def get_prices(request)
  form = choose_form(request.headers.fetch('accept', '*/*'))
  body = LOCK.synchronize { FORMS[form].call(PRICES) }
  headers = { 'etag' => tag_of(body), 'vary' => 'Accept' }
  return [304, headers, nil] if lists?(request.headers.fetch('if-none-match', ''), headers['etag'], weak: true)

  [200, { 'content-type' => form, **headers }, body]
end

def put_prices(request)
  wanted = request.headers['if-match'] or raise Refused.new(428, 'Say in If-Match which version you have read')
  prices = parse_prices(request.body)
  LOCK.synchronize do
    unless lists?(wanted, tag_of(JSON.generate(PRICES)))
      raise Refused.new(412, 'The list has changed since you read it')
    end

    PRICES.replace(prices)
  end
  body = JSON.generate(prices)
  [200, { 'content-type' => 'application/json', 'etag' => tag_of(body) }, body]
end

# The form with the highest weight; the first one of those that are equal.
def choose_form(accept)
  weights = parse_accept(accept)
  weight = lambda do |form|
    range = [form, form.sub(%r{/.*}, '/*'), '*/*'].find { |name| weights.key?(name) }
    weights.fetch(range, 0)
  end
  best = FORMS.keys.max_by(&weight)
  raise Refused.new(406, "There is only #{FORMS.keys.join(' and ')}") unless weight.call(best).positive?

  best
end

# Media range => weight.
def parse_accept(accept)
  accept.downcase.split(',').to_h do |part|
    range, *parameters = part.split(';').map(&:strip)
    weight = parameters.find { |parameter| parameter.match?(/\Aq=0?\.?[1-9]/) }
    [range.to_s, weight ? weight.delete_prefix('q=').to_f : 1]
  end
end

def tag_of(body) = %("#{Digest::SHA256.hexdigest(body)[0, 32]}")

# Whether a header lists an ETag. Weak ones count only where that is enough.
def lists?(header, tag, weak: false)
  tags = header.scan(%r{\*|(?:W/)?"[^"]*"})
  tags.include?('*') || tags.include?(tag) || (weak && tags.include?("W/#{tag}"))
end

def parse_prices(body)
  prices = JSON.parse(body, symbolize_names: true)
  raise Refused.new(422, 'The body is not a list of prices') unless prices.is_a?(Array)

  prices.map do |price|
    case price
    in { name: String => name, cents: Integer => cents } then { name: name, cents: cents }
    else raise Refused.new(422, 'The body is not a list of prices')
    end
  end
rescue JSON::ParserError
  raise Refused.new(400, 'The body is not JSON')
end

def answer(request)
  raise Refused.new(404, "There is nothing at #{request.path}") unless request.path == '/prices'

  case request.method
  when 'GET' then get_prices(request)
  when 'PUT' then put_prices(request)
  else raise Refused.new(405, 'Only GET and PUT are allowed here')
  end
rescue Refused => e
  headers = { 'content-type' => 'application/json' }
  headers['allow'] = 'GET, PUT' if e.status == 405
  [e.status, headers, JSON.generate({ error: e.message })]
end

Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| answer(request) }
