# frozen_string_literal: true

require 'json'
require_relative 'http' # a small server; see its first lines

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
  # TODO: choose the form by request.headers['accept'], and look at request.headers['if-none-match'].
  # raise Refused.new(406, '…') answers with that status and message.
  body = LOCK.synchronize { JSON.generate(PRICES) }
  [200, { 'content-type' => 'application/json' }, body]
end

def put_prices(request)
  # TODO: look at request.headers['if-match'].
  prices = parse_prices(request.body)
  LOCK.synchronize { PRICES.replace(prices) }
  [200, { 'content-type' => 'application/json' }, JSON.generate(prices)]
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
