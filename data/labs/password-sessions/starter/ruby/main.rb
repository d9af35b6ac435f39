# frozen_string_literal: true

require 'json'
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
    # TODO: this is the password itself. Store a slow, salted hash of it.
    password
  end

  def right?(password, stored)
    # TODO: hash the password in the same way, with the stored salt, and compare.
    password == stored
  end
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
    # TODO: answer 409 if the name is taken.
    @lock.synchronize { @users[name] = stored }
    json(201, { name: name })
  end

  def log_in(request)
    name, password = read_credentials(request)
    # TODO: answer 401 if the name or the password is wrong.
    # TODO: make a random session id, remember whose it is, and set the cookie.
    json(200, { name: name })
  end

  def me(request)
    # TODO: find the session of the request; without one, answer 401.
    raise HttpError.new(501, 'Not built yet.')
  end

  def log_out(request)
    # TODO: end the session on the server.
    [204, {}]
  end

  def log_out_everywhere(request)
    # TODO: end all sessions of the user whose session this is.
    [204, {}]
  end

  # For the checks only: what somebody who steals the table would see.
  def export
    rows = @lock.synchronize { @users.map { |name, stored| { name: name, password: stored } } }
    json(200, { users: rows })
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
