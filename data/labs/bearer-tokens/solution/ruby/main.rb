# frozen_string_literal: true

require 'json'
require 'openssl'
require 'securerandom'
require_relative 'http'

class HttpError < StandardError
  attr_reader :status

  def initialize(status, message)
    super(message)
    @status = status
  end
end

# Signed statements about who somebody is, as RFC 7519 describes them.
module AccessToken
  SECRET = ENV.fetch('TOKEN_SECRET')
  AUDIENCE = 'shop-api'
  LIFETIME = 300

  module_function

  def make(name)
    now = Time.now.to_i
    claims = { sub: name, aud: AUDIENCE, iat: now, exp: now + LIFETIME }
    content = [{ alg: 'HS256', typ: 'JWT' }, claims].map { |part| encode(JSON.generate(part)) }.join('.')
    "#{content}.#{signature_of(content)}"
  end

  # The claims of a token. Raises a 401 unless it is ours, for us, and still good.
  def verify(token)
    header, payload, signature, *more = token.split('.', -1)
    signed = signature && more.empty? && OpenSSL.secure_compare(signature_of("#{header}.#{payload}"), signature)
    raise HttpError.new(401, 'The token is not signed by us.') unless signed

    claims = JSON.parse(payload.tr('-_', '+/').unpack1('m'))
    raise HttpError.new(401, 'The token has expired.') unless claims['exp'].is_a?(Numeric) && claims['exp'] > Time.now.to_i
    raise HttpError.new(401, 'The token is for another service.') unless claims['aud'] == AUDIENCE

    claims
  end

  def signature_of(content) = encode(OpenSSL::HMAC.digest('SHA256', SECRET, content))

  def encode(bytes) = [bytes].pack('m0').tr('+/', '-_').delete('=')
end

class App
  Refresh = Struct.new(:name, :family, :used)

  def initialize
    @refresh_tokens = {} # token => Refresh
    @lock = Mutex.new
  end

  def call(request)
    case "#{request.method} #{request.path}"
    when 'POST /token' then log_in(request)
    when 'POST /refresh' then refresh(request)
    when 'GET /me' then me(request)
    else raise HttpError.new(404, 'There is nothing here.')
    end
  rescue HttpError => e
    json(e.status, { error: e.message }, e.status == 401 ? { 'www-authenticate' => 'Bearer' } : {})
  end

  private

  def log_in(request)
    name, password = read_fields(request, 'name', 'password')
    right = OpenSSL.secure_compare(ENV.fetch('LOGIN_NAME'), name) &
            OpenSSL.secure_compare(ENV.fetch('LOGIN_PASSWORD'), password)
    raise HttpError.new(401, 'Name or password is wrong.') unless right

    json(200, token_pair(name), 'cache-control' => 'no-store')
  end

  def refresh(request)
    token, = read_fields(request, 'refresh_token')
    json(200, token_pair(*exchange(token)), 'cache-control' => 'no-store')
  end

  def me(request)
    token = request.headers['authorization'].to_s[/\ABearer +(\S+)\z/i, 1]
    raise HttpError.new(401, 'Send an access token.') unless token

    json(200, { name: AccessToken.verify(token)['sub'] })
  end

  def token_pair(name, family = SecureRandom.hex(16))
    refresh_token = SecureRandom.urlsafe_base64(32)
    @lock.synchronize { @refresh_tokens[refresh_token] = Refresh.new(name, family, false) }
    {
      access_token: AccessToken.make(name),
      token_type: 'Bearer',
      expires_in: AccessToken::LIFETIME,
      refresh_token: refresh_token
    }
  end

  # Name and family of a token that has not been used; it is used now. Raises a 401 for any other.
  def exchange(token)
    @lock.synchronize do
      entry = @refresh_tokens[token] or raise HttpError.new(401, 'The refresh token is not known.')
      if entry.used
        @refresh_tokens.delete_if { |_, other| other.family == entry.family }
        raise HttpError.new(401, 'The refresh token was used before. Log in again.')
      end
      entry.used = true
      [entry.name, entry.family]
    end
  end

  # Texts of the JSON body.
  def read_fields(request, *names)
    body = JSON.parse(request.body)
    values = body.is_a?(Hash) ? body.values_at(*names) : [nil]
    raise HttpError.new(400, "Needed: #{names.join(', ')}.") unless values.all?(String)

    values
  rescue JSON::ParserError
    raise HttpError.new(400, 'The body is not JSON.')
  end

  def json(status, body, headers = {})
    [status, { 'content-type' => 'application/json', **headers }, JSON.generate(body)]
  end
end

app = App.new
Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| app.call(request) }
