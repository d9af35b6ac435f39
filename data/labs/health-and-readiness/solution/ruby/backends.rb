# frozen_string_literal: true

# A database and a cache that are only played. Leave this file as it is.
module Backends
  ADDRESSES = {
    'database' => 'postgres://shop:s3cret@db.internal/shop',
    'cache' => 'redis://:s3cret@cache.internal'
  }.freeze
  @states = { 'database' => 'up', 'cache' => 'up' }

  # No answer came in time.
  class TimeoutError < StandardError; end

  # The answer is no.
  class RefusedError < StandardError; end

  # Asks whether somebody is there. Raises TimeoutError if no answer came within so many seconds, and RefusedError if the answer is no.
  def self.ping(name, timeout: 30)
    case @states.fetch(name)
    when 'stuck'
      sleep timeout
      raise TimeoutError, "Connection to #{ADDRESSES[name]} timed out"
    when 'down'
      raise RefusedError, "Connection to #{ADDRESSES[name]} refused"
    end
  end

  # Makes a backend "up", "down" or "stuck". False if there is no such backend or state.
  def self.simulate(name, state)
    return false unless @states.key?(name) && %w[up down stuck].include?(state)

    @states[name] = state
    true
  end
end
