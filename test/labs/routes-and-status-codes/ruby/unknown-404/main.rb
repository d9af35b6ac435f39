# frozen_string_literal: true

require 'json'
require_relative 'http'

TEAS = [
  { id: 1, name: 'Assam', cents: 450 },
  { id: 2, name: 'Sencha', cents: 720 },
  { id: 3, name: 'Rooibos', cents: 390 }
].freeze

ROUTES = {
  %r{\A/teas\z} => { 'GET' => :list_teas },
  %r{\A/teas/([^/]+)\z} => { 'GET' => :show_tea },
  %r{\A/orders\z} => { 'POST' => :place_order },
  %r{\A/menu\z} => { 'GET' => :moved }
}.freeze

def list_teas(_request) = json(200, TEAS)

def show_tea(_request, id)
  tea = TEAS.find { |one| one[:id].to_s == id }
  tea ? json(200, tea) : json(404, { error: "There is no tea #{id}" })
end

def place_order(request)
  order = request.body.scrub.strip
  order.empty? ? json(400, { error: 'Name the tea that you want' }) : json(201, { order: order })
end

def moved(_request) = json(301, { location: '/teas' }, 'location' => '/teas')

# The path decides about 404, and only then the method about 405. http.rb leaves out the body when the request was HEAD.
def answer(request)
  pattern, methods = ROUTES.find { |path, _| path.match?(request.path) }
  return [404, { 'content-type' => 'text/plain' }, 'Not Found'] unless pattern

  handler = methods[request.method == 'HEAD' ? 'GET' : request.method]
  return send(handler, request, *pattern.match(request.path).captures) if handler

  allowed = methods.keys
  allowed += ['HEAD'] if methods.key?('GET')
  json(405, { error: "#{request.method} is not allowed here" }, 'allow' => allowed.join(', '))
end

# An answer with JSON: status, headers and body.
def json(status, value, headers = {})
  [status, { 'content-type' => 'application/json; charset=utf-8', **headers }, JSON.generate(value)]
end

Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT')).run { |request| answer(request) }
