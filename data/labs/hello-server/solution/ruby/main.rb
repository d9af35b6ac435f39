require "uri"
require_relative "http"

# The greeting for a path, or nil where there is nothing.
def greeting(path, query)
  case path
  when "/" then "Hello, world!\n"
  when "/hello" then "Hello, #{URI.decode_www_form(query).to_h.fetch("name", "world")}!\n"
  end
end

def text(status, body, headers = {})
  Response.new(status, { "Content-Type" => "text/plain; charset=utf-8" }.merge(headers), body)
end

Http.serve do |request|
  body = greeting(request.path, request.query)
  if body.nil?
    text(404, "Not found\n")
  elsif !%w[GET HEAD].include?(request.method)
    text(405, "Method not allowed\n", "Allow" => "GET, HEAD")
  else
    text(200, body)
  end
end
