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

# What is stored of a password, and how it is checked.
module Password
  module_function

  def store(password)
    salt = SecureRandom.random_bytes(16)
    ['scrypt', *[salt, derive(password, salt)].map { |part| [part].pack('m0') }].join('$')
  end

  def right?(password, stored)
    salt, expected = stored.split('$').drop(1).map { |part| part.unpack1('m0') }
    OpenSSL.fixed_length_secure_compare(derive(password, salt), expected)
  end

  def derive(password, salt)
    OpenSSL::KDF.scrypt(password, salt: salt, N: 2**10, r: 8, p: 1, length: 32)
  end

  # Checked for names that nobody has, so that they take as long as the others.
  NOBODY = store('the password of nobody')
end

class App
  def initialize
    @users = {} # name => what is stored of the password
    @sessions = {} # session id => name
    @lock = Mutex.new
  end

  def call(request)
    case "#{request.method} #{request.path}"
    when 'POST /users' then create_user(request)
    when 'POST /login' then log_in(request)
    when 'GET /me' then me(request)
    when 'POST /logout' then log_out(request)
    when 'POST /logout-everywhere' then log_out_everywhere(request)
    when 'GET /export' then export
    else raise HttpError.new(404, 'There is nothing here.')
    end
  rescue HttpError => e
    json(e.status, { error: e.message })
  end

  private

  def create_user(request)
    name, password = read_credentials(request)
    raise HttpError.new(400, 'A password has at least 8 characters.') if password.length < 8

    stored = Password.store(password)
    @lock.synchronize do
      raise HttpError.new(409, 'This name is taken.') if @users.key?(name)

      @users[name] = stored
    end
    json(201, { name: name })
  end

  def log_in(request)
    name, password = read_credentials(request)
    stored = @lock.synchronize { @users[name] }
    right = Password.right?(password, stored || Password::NOBODY)
    raise HttpError.new(401, 'Name or password is wrong.') unless stored && right

    id = SecureRandom.urlsafe_base64(32)
    @lock.synchronize { @sessions[id] = name }
    json(200, { name: name }, 'set-cookie' => "session=#{id}; SameSite=Lax; Path=/")
  end

  def me(request)
    json(200, { name: logged_in(request) })
  end

  def log_out(request)
    @lock.synchronize { @sessions.delete(cookie(request, 'session')) }
    [204, { 'set-cookie' => 'session=; Max-Age=0; HttpOnly; SameSite=Lax; Path=/' }]
  end

  def log_out_everywhere(request)
    name = logged_in(request)
    @lock.synchronize { @sessions.delete_if { |_, owner| owner == name } }
    [204, {}]
  end

  # For the checks only: what somebody who steals the table would see.
  def export
    rows = @lock.synchronize { @users.map { |name, stored| { name: name, password: stored } } }
    json(200, { users: rows })
  end

  # The name of the user whose session this is; without a session, a 401.
  def logged_in(request)
    id = cookie(request, 'session')
    @lock.synchronize { @sessions[id] } or raise HttpError.new(401, 'Log in first.')
  end

  # The value of a cookie; nil if it was not sent.
  def cookie(request, name)
    pairs = request.headers.fetch('cookie', '').split(/;\s*/).map { |pair| pair.split('=', 2) }
    pairs.assoc(name)&.last
  end

  def read_credentials(request)
    body = JSON.parse(request.body, symbolize_names: true)
    case body
    in { name: String => name, password: String => password } unless name.empty?
      [name, password]
    else
      raise HttpError.new(400, 'Name and password are needed.')
    end
  rescue JSON::ParserError
    raise HttpError.new(400, 'The body is not JSON.')
  end

  def json(status, body, headers = {})
    [status, { 'content-type' => 'application/json', **headers }, JSON.generate(body)]
  end
end

app = App.new
Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| app.call(request) }
