# frozen_string_literal: true

require 'json'
require 'openssl'
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
    # TODO: header, claims (sub, aud, iat, exp) and signature, each in base64url.
    "token-of-#{name}"
  end

  # The claims of a token. Raises a 401 unless it is ours, for us, and still good.
  def verify(token)
    # TODO: check the signature first, then exp and aud. Raise an HttpError with status 401 if anything is wrong.
    { 'sub' => token.delete_prefix('token-of-') }
  end
end

class App
  def call(request)
    case "#{request.method} #{request.path}"
    when 'POST /token' then log_in(request)
    when 'POST /refresh' then refresh(request)
    when 'GET /me' then me(request)
    else raise HttpError.new(404, 'There is nothing here.')
    end
  rescue HttpError => e
    # TODO: a 401 says with a header how to do better.
    json(e.status, { error: e.message })
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
    # TODO: take each refresh token once. If one comes again, end all tokens of the same login.
    raise HttpError.new(501, 'Not built yet.')
  end

  def me(request)
    token = request.headers['authorization'].to_s[/\ABearer +(\S+)\z/i, 1]
    # TODO: answer 401 if there is no token.
    json(200, { name: AccessToken.verify(token)['sub'] })
  end

  def token_pair(name)
    # TODO: a random refresh token; remember whose it is, and which login it comes from.
    refresh_token = 'TODO'
    {
      access_token: AccessToken.make(name),
      token_type: 'Bearer',
      expires_in: AccessToken::LIFETIME,
      refresh_token: refresh_token
    }
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
