# frozen_string_literal: true

require 'json'
require_relative 'http'
require_relative 'store'

ROUTE = %r{\A/counters/([a-z0-9-]{1,40})(?:/(increment|decrement))?\z}

# Counters that can be changed by many threads at a time.
class Counters
  def initialize
    # One lock per counter, so that different counters do not wait for each other; the guard keeps two threads from making the same twice.
    @locks = {}
    @guard = Mutex.new
  end

  def value(name) = Store.read(name)

  def set(name, value)
    lock(name).synchronize { Store.write(name, value) }
    value
  end

  # The new value, or nil if it would be below 0.
  def add(name, change)
    lock(name).synchronize do
      value = Store.read(name) + change
      next if value.negative?

      Store.write(name, value)
      value
    end
  end

  private

  def lock(name) = @guard.synchronize { @locks[name] ||= Mutex.new }
end

COUNTERS = Counters.new

# Answers with a status and what is sent as JSON.
def handle(request)
  name, action = request.path.match(ROUTE)&.captures
  return [404, { error: 'There is nothing here.' }] unless name

  case [request.method, action]
  when ['GET', nil] then [200, { name: name, value: COUNTERS.value(name) }]
  when ['PUT', nil] then put(name, request.body)
  when %w[POST increment] then increment(name)
  when %w[POST decrement] then add(name, -1)
  else [405, { error: 'This method does not work here.' }]
  end
end

def increment(name)
  before = COUNTERS.value(name)
  COUNTERS.add(name, 1)
  [200, { name: name, value: before + 1 }]
end

def put(name, text)
  value = text.to_i if text.scrub.match?(/\A\d{1,7}\z/)
  return [400, { error: 'The body must be a whole number from 0 to 1000000.' }] unless value && value <= 1_000_000

  [200, { name: name, value: COUNTERS.set(name, value) }]
end

def add(name, change)
  value = COUNTERS.add(name, change)
  value ? [200, { name: name, value: value }] : [409, { error: 'Nothing is left.' }]
end

server = Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT'))
server.run do |request|
  status, content = handle(request)
  [status, { 'content-type' => 'application/json' }, JSON.generate(content)]
end
