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

class App
  Upload = Struct.new(:id, :name, :type, :size)

  def initialize(folder)
    @folder = folder
    @files = {} # id => Upload; the id is the name in the folder
    @lock = Mutex.new
  end

  def call(request)
    case [request.method, *request.path.delete_prefix('/').split('/', -1)]
    in ['GET', 'files'] then list
    in ['POST', 'files'] then upload(request)
    in ['GET', 'files', id] then download(id)
    else raise HttpError.new(404, 'There is nothing here.')
    end
  rescue HttpError => e
    json(e.status, { error: e.message })
  end

  private

  def list
    json(200, { files: @lock.synchronize { @files.values.map(&:to_h) } })
  end

  def upload(request)
    name = request.query.fetch('name', '')
    check_name(name)
    bytes = request.body.b
    type = type_of(bytes)
    # TODO: an id of its own for each upload.
    id = 'TODO'
    File.binwrite(File.join(@folder, id), bytes)
    file = Upload.new(id, name, type, bytes.bytesize)
    @lock.synchronize { @files[id] = file }
    json(201, file.to_h, 'location' => "/files/#{id}")
  end

  def download(id)
    file = @lock.synchronize { @files[id] } or raise HttpError.new(404, 'There is no such file.')
    # TODO: say that it is to be stored, not shown, and that its type is not to be guessed.
    headers = { 'content-type' => file.type }
    [200, headers, File.binread(File.join(@folder, file.id))]
  end

  # Raises a 400 for a name that is not safe in a header, or somewhere else.
  def check_name(name)
    # TODO
  end

  # What the bytes are. Raises a 415 if they are nothing that we take.
  def type_of(bytes)
    # TODO: look at the first bytes.
    'application/octet-stream'
  end

  def json(status, body, headers = {})
    [status, { 'content-type' => 'application/json', **headers }, JSON.generate(body)]
  end
end

app = App.new(ENV.fetch('DATA_DIR'))
# TODO: http.rb can refuse bodies; see what Http::Server takes.
server = Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT'), max_body: 10_000_000_000)
server.run { |request| app.call(request) }
