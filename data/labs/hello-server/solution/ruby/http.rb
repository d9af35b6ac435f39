# frozen_string_literal: true

# A small HTTP/1.1 server: Ruby's standard library has none any more. One thread per connection, one request per connection.
#
#   server = Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT'))
#   server.run do |request|
#     [200, { 'content-type' => 'text/plain' }, "You asked for #{request.path}\n"]
#   end
#
# The block is called by many threads at a time, so guard what they share with a Mutex. It answers with a status, headers (a list as a
# value makes several lines) and a body: a string, nil, or anything with `each`, whose strings are sent one by one as they come.

require 'io/wait'
require 'socket'
require 'time'
require 'uri'

module Http
  REASONS = {
    200 => 'OK', 201 => 'Created', 202 => 'Accepted', 204 => 'No Content', 206 => 'Partial Content', 301 => 'Moved Permanently',
    302 => 'Found', 303 => 'See Other', 304 => 'Not Modified', 307 => 'Temporary Redirect', 308 => 'Permanent Redirect',
    400 => 'Bad Request', 401 => 'Unauthorized', 403 => 'Forbidden', 404 => 'Not Found', 405 => 'Method Not Allowed',
    406 => 'Not Acceptable', 408 => 'Request Timeout', 409 => 'Conflict', 410 => 'Gone', 411 => 'Length Required',
    412 => 'Precondition Failed', 413 => 'Content Too Large', 415 => 'Unsupported Media Type', 422 => 'Unprocessable Content',
    428 => 'Precondition Required', 429 => 'Too Many Requests', 431 => 'Request Header Fields Too Large',
    500 => 'Internal Server Error', 501 => 'Not Implemented', 502 => 'Bad Gateway', 503 => 'Service Unavailable',
    504 => 'Gateway Timeout', 505 => 'HTTP Version Not Supported'
  }.freeze

  # What was asked. `path` is as it was sent (still percent-encoded), `query` is a decoded Hash whose first value wins, names in `headers`
  # are in lower case, `body` is a string with exactly the bytes that came.
  class Request
    attr_reader :method, :target, :path, :query_string, :version, :headers, :ip
    attr_accessor :body

    def initialize(method, target, version, headers, ip)
      @method = method
      @target = target
      @version = version
      @headers = headers
      @ip = ip
      @path, @query_string = target.split('?', 2)
      @body = +''
    end

    def query
      @query ||= URI.decode_www_form(query_string.to_s).reverse.to_h
    rescue ArgumentError
      raise Refused.new(400, 'The query is not well encoded')
    end
  end

  # Ends a request with this status; a handler may raise it too.
  class Refused < StandardError
    attr_reader :status

    def initialize(status, message)
      super(message)
      @status = status
    end
  end

  class Server
    # Sizes in bytes, `timeout` in seconds for a whole request to come in.
    def initialize(host, port, max_header: 16 * 1024, max_body: 1024 * 1024, timeout: 10)
      @listener = TCPServer.new(host, Integer(port))
      @max_header = max_header
      @max_body = max_body
      @timeout = timeout
      @wake, @waker = IO.pipe
      @connections = ThreadGroup.new
    end

    # Serves until `stop` is called, then waits up to `grace` seconds for the answers under way.
    def run(grace: 10, &handler)
      until IO.select([@listener, @wake]).first.include?(@wake)
        socket = accept or next
        @connections.add(Thread.new(socket) { |client| serve(client, handler) })
      end
      @listener.close
      deadline = now + grace
      @connections.list.each { |thread| thread.join([deadline - now, 0].max) }
    end

    # No more connections are taken. May be called in a signal handler.
    def stop
      @waker.write_nonblock('.')
    end

    private

    def now = Process.clock_gettime(Process::CLOCK_MONOTONIC)

    # Nil if the client has gone again meanwhile.
    def accept
      socket = @listener.accept_nonblock(exception: false)
      socket unless socket == :wait_readable
    rescue SystemCallError
      nil
    end

    def serve(socket, handler)
      answer(socket, handler)
      finish(socket)
    rescue IOError, SystemCallError
      # The client is gone: nobody is left to answer.
    ensure
      socket.close
    end

    def answer(socket, handler)
      request = read_request(Reader.new(socket, now + @timeout), socket)
      respond(socket, request, *handle(request, handler))
    rescue Refused => e
      respond(socket, request, e.status, { 'content-type' => 'text/plain; charset=utf-8' }, "#{e.message}\n")
    end

    def handle(request, handler)
      handler.call(request)
    rescue Refused
      raise
    rescue StandardError => e
      warn e.full_message(highlight: false)
      [500, { 'content-type' => 'text/plain; charset=utf-8' }, "Internal Server Error\n"]
    end

    def read_request(reader, socket)
      first, *lines = reader.head(@max_header).split("\r\n")
      method, target, version = first.to_s.match(%r{\A([!#$%&'*+.^`|~\w-]+) (\S+) (HTTP/\d\.\d)\z})&.captures
      raise Refused.new(400, 'The request line is malformed') unless method
      raise Refused.new(505, 'Only HTTP/1.0 and HTTP/1.1 are spoken here') unless version.start_with?('HTTP/1.')

      request = Request.new(method, target, version, parse_headers(lines), socket.remote_address.ip_address)
      raise Refused.new(400, 'The Host header is missing') if version == 'HTTP/1.1' && !request.headers.key?('host')

      request.body = read_body(reader, request.headers, socket).force_encoding(Encoding::UTF_8)
      request
    end

    def parse_headers(lines)
      lines.each_with_object({}) do |line, headers|
        name, value = line.match(/\A([!#$%&'*+.^`|~\w-]+):[ \t]*(.*?)[ \t]*\z/)&.captures
        raise Refused.new(400, 'A header is malformed') unless name

        name = name.downcase
        joint = name == 'cookie' ? '; ' : ', '
        headers[name] = headers.key?(name) ? headers[name] + joint + value : value
      end
    end

    def read_body(reader, headers, socket)
      coding = headers['transfer-encoding']
      length = headers['content-length']
      raise Refused.new(400, 'Both a length and a transfer coding') if coding && length
      raise Refused.new(501, 'Only the transfer coding "chunked" is known') if coding && coding.downcase != 'chunked'
      raise Refused.new(400, 'The length is not a number') if length && !length.match?(/\A\d+\z/)
      raise Refused.new(413, "At most #{@max_body} bytes are taken") if length.to_i > @max_body

      socket.write("HTTP/1.1 100 Continue\r\n\r\n") if headers['expect']&.downcase == '100-continue'
      coding ? reader.chunks(@max_body) : reader.exactly(length.to_i)
    end

    def respond(socket, request, status, headers = {}, body = nil)
      bare = status < 200 || [204, 304].include?(status)
      stream = body.respond_to?(:each) && !body.is_a?(String)
      chunked = stream && request&.version != 'HTTP/1.0'
      lines = { 'date' => Time.now.httpdate, 'connection' => 'close' }
      unless bare
        lines['content-length'] = body.to_s.bytesize unless stream
        lines['transfer-encoding'] = 'chunked' if chunked
      end
      headers.each { |name, value| lines[name.to_s.downcase] = value }
      socket.write(head(status, lines))
      return if bare || request&.method == 'HEAD'
      return socket.write(body.to_s) unless stream

      body.each { |part| socket.write(chunked ? chunk(part) : part) unless part.empty? }
      socket.write("0\r\n\r\n") if chunked
    end

    def head(status, headers)
      fields = headers.flat_map { |name, value| Array(value).map { |one| "#{name}: #{one}" } }
      raise ArgumentError, 'A header holds a line break' if fields.any? { |field| field.match?(/[\r\n]/) }

      ["HTTP/1.1 #{status} #{REASONS[status]}", *fields, '', ''].join("\r\n")
    end

    def chunk(part) = "#{part.bytesize.to_s(16)}\r\n".b + part.b + "\r\n".b

    # What the client still sends is read for a moment: closing at once would reset the connection, and the answer with it.
    def finish(socket)
      socket.close_write
      deadline = now + 1
      left = 4 * 1024 * 1024
      while left.positive? && socket.wait_readable([deadline - now, 0].max)
        left -= socket.readpartial(64 * 1024).bytesize
      end
    end
  end

  # Reads from a socket up to a deadline, so that a slow client cannot hold a thread for ever.
  class Reader
    def initialize(socket, deadline)
      @socket = socket
      @deadline = deadline
      @buffer = String.new(encoding: Encoding::BINARY)
    end

    # Request line and headers.
    def head(limit)
      until (at = @buffer.index("\r\n\r\n"))
        raise Refused.new(431, 'The headers are too long') if @buffer.bytesize > limit
        more
      end
      raise Refused.new(431, 'The headers are too long') if at > limit

      take(at + 4).delete_prefix("\r\n").chomp("\r\n\r\n").force_encoding(Encoding::UTF_8).scrub
    end

    def exactly(length)
      more while @buffer.bytesize < length
      take(length)
    end

    def chunks(limit)
      body = String.new(encoding: Encoding::BINARY)
      loop do
        size = line[/\A\h{1,8}(?=\z|[ \t]*;)/] or raise Refused.new(400, 'A chunk has no size')
        break if size.hex.zero?
        raise Refused.new(413, "At most #{limit} bytes are taken") if body.bytesize + size.hex > limit

        body << exactly(size.hex)
        raise Refused.new(400, 'A chunk has another length than it says') unless exactly(2) == "\r\n"
      end
      nil until line.empty?
      body
    end

    private

    def line
      until (at = @buffer.index("\r\n"))
        raise Refused.new(400, 'A line is too long') if @buffer.bytesize > 4096

        more
      end
      take(at + 2).chomp("\r\n")
    end

    # Raises EOFError when the client closes, and with it everything ends.
    def more
      left = @deadline - Process.clock_gettime(Process::CLOCK_MONOTONIC)
      raise Refused.new(408, 'The request took too long') unless left.positive? && @socket.wait_readable(left)

      @buffer << @socket.readpartial(64 * 1024)
    end

    def take(length) = @buffer.slice!(0, length)
  end
end
