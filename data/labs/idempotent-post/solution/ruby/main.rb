# frozen_string_literal: true

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

FILE = File.join(ENV.fetch('DATA_DIR'), 'entries.json')

# All orders and refunds, oldest first. Requests run in threads, so hold the lock while you look at them or store one.
ENTRIES = File.exist?(FILE) ? JSON.parse(File.read(FILE), symbolize_names: true) : []
LOCK = Mutex.new

# Adds an entry, in memory and on the disk. The file is replaced as a whole, so a crash leaves the old or the new one.
def store(entry)
  File.open("#{FILE}.new", 'w') do |copy|
    copy.write(JSON.generate([*ENTRIES, entry]))
    copy.fsync
  end
  File.rename("#{FILE}.new", FILE)
  ENTRIES << entry
end

def of_kind(kind) = ENTRIES.select { |entry| entry[:kind] == kind }

# The entry for this key, which is made if there is none yet. A database would have a unique index on the key.
def create(kind, fields, key)
  wanted = { kind: kind, key: key, **fields }
  # One lock from the search to the end of the storing: nobody comes in between.
  LOCK.synchronize do
    earlier = ENTRIES.find { |entry| entry[:key] == key }
    if earlier.nil?
      # The key is a part of the entry, so that no crash can separate them.
      earlier = { id: of_kind(kind).length + 1, **wanted }
      store(earlier)
    end
    raise Refused.new(422, 'This key was used for another request') unless earlier.except(:id) == wanted

    earlier
  end
end

def key_of(request)
  key = request.headers.fetch('idempotency-key', '')
  return key if key.length.between?(1, 255)

  raise Refused.new(400, 'Send a header Idempotency-Key of 1 to 255 characters')
end

# What clients see of an entry.
def visible(entry) = entry.slice(:id, :item, :quantity)

def parse_entry(body)
  fields = JSON.parse(body, symbolize_names: true)
  item, quantity = fields.values_at(:item, :quantity) if fields.is_a?(Hash)
  raise Refused.new(422, 'The item must be a text') unless item.is_a?(String) && !item.empty?

  unless quantity.is_a?(Integer) && quantity.positive?
    raise Refused.new(422, 'The quantity must be a whole number from 1 on')
  end

  { item: item, quantity: quantity }
rescue JSON::ParserError
  raise Refused.new(400, 'The body is not JSON')
end

def answer(request)
  kind = request.path[%r{\A/(orders|refunds)\z}, 1] or raise Refused.new(404, "There is nothing at #{request.path}")
  case request.method
  when 'GET' then json(200, LOCK.synchronize { of_kind(kind) }.map { |entry| visible(entry) })
  when 'POST'
    entry = create(kind, parse_entry(request.body), key_of(request))
    json(201, visible(entry), 'location' => "/#{kind}/#{entry[:id]}")
  else raise Refused.new(405, 'Only GET and POST are allowed here')
  end
rescue Refused => e
  json(e.status, { error: e.message }, e.status == 405 ? { 'allow' => 'GET, POST' } : {})
end

# An answer with JSON: status, headers and body.
def json(status, value, headers = {})
  [status, { 'content-type' => 'application/json', **headers }, JSON.generate(value)]
end

Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| answer(request) }
