require_relative "http"

# http.rb reads requests and writes responses; for HEAD it leaves the body out.
Http.serve do |request|
  # TODO: look at request.method, request.path and request.query, and answer accordingly.
  Response.new(501, {}, "")
end
