# A small HTTP server on Ruby's own sockets, with a thread for each connection.

require "socket"

Request = Struct.new(:method, :path, :query, :headers, :body)
Response = Struct.new(:status, :headers, :body)

module Http
  REASONS = {
    200 => "OK", 201 => "Created", 204 => "No Content", 304 => "Not Modified", 400 => "Bad Request", 401 => "Unauthorized",
    403 => "Forbidden", 404 => "Not Found", 405 => "Method Not Allowed", 409 => "Conflict", 413 => "Content Too Large",
    415 => "Unsupported Media Type", 422 => "Unprocessable Content", 429 => "Too Many Requests", 500 => "Internal Server Error"
  }.freeze

  # Calls the block with each request; what it returns, a Response, is sent.
  def self.serve(host = ENV.fetch("HOST"), port = ENV.fetch("PORT").to_i, &handler)
    server = TCPServer.new(host, port)
    server.listen(128)
    loop do
      Thread.new(server.accept) { |socket| answer(socket, handler) }
    end
  end

  def self.answer(socket, handler)
    request = read(socket)
    response = request ? call(handler, request) : Response.new(400, {}, "")
    write(socket, response, request)
  rescue IOError, SystemCallError
    # The client has gone; the others go on.
  ensure
    socket.close
  end

  def self.call(handler, request)
    handler.call(request)
  rescue StandardError => error
    warn error.full_message
    Response.new(500, {}, "")
  end

  # Nil for what is no request.
  def self.read(socket)
    line = socket.gets("\n", 8192) or return
    match = %r{\A([A-Z]+) (/\S*) HTTP/1\.[01]\r?\n\z}.match(line) or return
    headers = {}
    while (header = socket.gets("\n", 8192)) && header.strip != ""
      name, value = header.split(":", 2)
      return unless value

      headers[name.downcase] = value.strip
    end
    body = socket.read(headers.fetch("content-length", "0").to_i) || ""
    path, query = match[2].split("?", 2)
    Request.new(match[1], path, query || "", headers, body.force_encoding("UTF-8"))
  end

  def self.write(socket, response, request)
    body = response.body.b
    headers = { "Content-Length" => body.bytesize, "Connection" => "close" }.merge(response.headers)
    lines = ["HTTP/1.1 #{response.status} #{REASONS[response.status]}", *headers.map { |name, value| "#{name}: #{value}" }]
    head = "#{lines.join("\r\n")}\r\n\r\n".b
    socket.write(request&.method == "HEAD" ? head : head + body)
  end
end
