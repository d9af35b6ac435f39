# frozen_string_literal: true

require 'json'
require_relative 'backends'
require_relative 'http'

# What the service uses, and whether it can work without.
VITAL = { 'database' => true, 'cache' => false }.freeze

# Seconds that each of them may take to answer.
PATIENCE = 1

$draining = false

def check(name)
  Backends.ping(name, timeout: PATIENCE)
  'up'
rescue Backends::TimeoutError => e
  warn e.message
  'timeout'
rescue Backends::RefusedError => e
  warn e.message
  'down'
end

def readiness
  # Side by side, so that two that are stuck take one second, not two.
  checks = VITAL.keys.to_h { |name| [name, Thread.new { check(name) }] }.transform_values(&:value)
  works = VITAL.all? { |name, vital| !vital || checks[name] == 'up' }
  status = if $draining then 'draining'
           elsif works then 'ready'
           else 'not ready'
           end
  [status == 'ready' ? 200 : 503, { status: status, checks: checks }]
end

def drain
  $draining = true
  [202, { status: 'draining' }]
end

# Answers with a status, and with what is sent as JSON, or nil.
def handle(request)
  if request.method == 'PUT' && (name = request.path[%r{\A/simulate/(\w+)\z}, 1])
    return [Backends.simulate(name, request.body) ? 204 : 400, nil]
  end

  case "#{request.method} #{request.path}"
  when 'GET /livez' then [200, { status: 'ok' }]
  when 'GET /readyz' then readiness
  when 'POST /drain' then drain
  else [404, { error: 'There is nothing here.' }]
  end
end

Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run do |request|
  status, content = handle(request)
  [status, { 'content-type' => 'application/json', 'cache-control' => 'no-store' }, content && JSON.generate(content)]
end
