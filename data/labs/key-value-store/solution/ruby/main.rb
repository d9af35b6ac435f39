# frozen_string_literal: true

require 'json'
require 'uri'
require_relative 'http'
require_relative 'store'

STORE = Store.new(ENV.fetch('DATA_DIR'))

BYTES = { 'content-type' => 'application/octet-stream' }.freeze

# Answers with a status, headers and a body.
def handle(request)
  return list(request) if request.path == '/keys'

  key = key_of(request.path) or return [404]
  return [400] unless key.valid_encoding?

  case request.method
  when 'GET'
    value = STORE.get(key)
    value ? [200, BYTES, value] : [404]
  when 'PUT' then [STORE.set(key, request.body.b) ? 201 : 204]
  when 'DELETE' then [STORE.delete(key) ? 204 : 404]
  else [405]
  end
end

def list(request)
  request.method == 'GET' ? [200, { 'content-type' => 'application/json' }, JSON.generate(STORE.keys)] : [405]
end

# The key in a path, decoded: in a path a plus is a plus.
def key_of(path)
  encoded = path[%r{\A/keys/(.+)\z}m, 1]
  encoded && URI.decode_www_form_component(encoded.gsub('+', '%2B'))
rescue ArgumentError
  raise Http::Refused.new(400, 'The key is not well encoded')
end

Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT'), max_body: 1024 * 1024).run { |request| handle(request) }
