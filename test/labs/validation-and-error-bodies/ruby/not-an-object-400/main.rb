# frozen_string_literal: true

require 'json'
require_relative 'http'

# A request that is answered with a problem document.
class Problem < StandardError
  attr_reader :status

  def initialize(status, title, **more)
    super(title)
    @status = status
    @more = more
  end

  def document = { title: message, status: status, **@more }
end

# Field => what it must hold, and what to say if it does not. Texts come without white space around them.
RULES = {
  'email' => [
    ->(value) { value.is_a?(String) && value.length <= 254 && value.match?(/\A[^@\s]+@[^@\s]+\z/) },
    'must be an address such as ada@example.org'
  ],
  'name' => [->(value) { value.is_a?(String) && value.length.between?(1, 50) }, 'must have 1 to 50 characters'],
  'age' => [->(value) { value.is_a?(Integer) && value.between?(16, 120) }, 'must be a whole number from 16 to 120']
}.freeze

# The sign-up in a body, or one problem that names everything that is wrong with it.
def parse_signup(body)
  signup = RULES.to_h { |field, _| [field, body[field].is_a?(String) ? body[field].strip : body[field]] }
  wrong = RULES.reject { |field, (valid, _)| valid.call(signup[field]) }
  errors = wrong.map { |field, (_, message)| { field: field, message: message } }
  errors += (body.keys - RULES.keys).map { |field| { field: field, message: 'is not a known field' } }
  raise Problem.new(422, 'The sign-up is not valid', errors: errors) if errors.any?

  signup
end

def parse_object(request)
  type = request.headers.fetch('content-type', '')[/\A[^;]*/].strip.downcase
  raise Problem.new(415, 'Send the sign-up as application/json') unless type == 'application/json'
  raise Problem.new(400, 'The body is not UTF-8') unless request.body.valid_encoding?

  body = JSON.parse(request.body)
  raise Problem.new(422, 'The body is not a JSON object', errors: []) unless body.is_a?(Hash)

  body
rescue JSON::ParserError
  raise Problem.new(400, 'The body is not JSON')
end

def answer(request)
  raise Problem.new(404, "There is nothing at #{request.path}") unless request.path == '/signups'
  raise Problem.new(405, 'Only POST is allowed here') unless request.method == 'POST'

  json(201, parse_signup(parse_object(request)))
rescue Problem => e
  status, headers, body = json(e.status, e.document, 'application/problem+json')
  [status, e.status == 405 ? { **headers, 'allow' => 'POST' } : headers, body]
end

# An answer with JSON: status, headers and body.
def json(status, value, type = 'application/json')
  [status, { 'content-type' => type }, JSON.generate(value)]
end

Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| answer(request) }
