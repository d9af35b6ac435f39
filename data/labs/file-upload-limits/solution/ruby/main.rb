# frozen_string_literal: true

require 'json'
require 'securerandom'
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
    id = SecureRandom.uuid
    File.binwrite(File.join(@folder, id), bytes)
    file = Upload.new(id, name, type, bytes.bytesize)
    @lock.synchronize { @files[id] = file }
    json(201, file.to_h, 'location' => "/files/#{id}")
  end

  def download(id)
    file = @lock.synchronize { @files[id] } or raise HttpError.new(404, 'There is no such file.')
    headers = {
      'content-type' => file.type,
      'content-disposition' => "attachment; filename=\"#{file.name}\"",
      'x-content-type-options' => 'nosniff'
    }
    [200, headers, File.binread(File.join(@folder, file.id))]
  end

  # Raises a 400 for a name that is not safe in a header, or somewhere else.
  def check_name(name)
    raise HttpError.new(400, 'This is no name for a file.') unless name.match?(/\A[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}\z/)
  end

  # What the bytes are. Raises a 415 if they are nothing that we take.
  def type_of(bytes)
    return 'image/gif' if bytes.start_with?('GIF87a', 'GIF89a')
    return 'application/pdf' if bytes.start_with?('%PDF-')

    raise HttpError.new(415, 'Only GIF and PDF files are taken.')
  end

  def json(status, body, headers = {})
    [status, { 'content-type' => 'application/json', **headers }, JSON.generate(body)]
  end
end

app = App.new(ENV.fetch('DATA_DIR'))
# The server stops reading a body at the limit, and answers 413 itself.
server = Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT'), max_body: Integer(ENV.fetch('MAX_BYTES')))
server.run { |request| app.call(request) }
