# frozen_string_literal: true

require 'json'
require_relative 'history'
require_relative 'http'

# Hands messages to everybody who is connected.
class Channel
  # Messages that may wait for a client who reads too slowly. Who is cut off comes back and says what it saw last.
  MAX_WAITING = 1000

  def initialize(history)
    @history = history
    # Guards the history and the list: a message is in the history before a client joins, or in its queue after, but never both.
    @lock = Mutex.new
    @queues = []
    Thread.new do
      loop do
        sleep 15
        @lock.synchronize { hand_out(:quiet) }
      end
    end
  end

  def publish(text)
    @lock.synchronize do
      id = @history.append(text)
      hand_out([id, text])
      id
    end
  end

  # Joins at once, so that nothing is missed between the head of the answer and its first event. Gives the client's queue, and what it
  # has missed after the last number, if there is one.
  def join(last)
    queue = Thread::Queue.new
    @lock.synchronize do
      @queues << queue
      [queue, last ? @history.after(last) : []]
    end
  end

  # Yields what was missed, and then what is new. Yields :quiet now and then.
  def follow(queue, missed)
    missed.each { |message| yield message }
    return unless missed.empty?

    while (message = queue.pop)
      yield message
    end
  ensure
    @lock.synchronize { @queues.delete(queue) }
  end

  private

  def hand_out(message)
    @queues.each { |queue| queue << message }
    slow, @queues = @queues.partition { |queue| queue.size > MAX_WAITING }
    slow.each(&:close)
  end
end

CHANNEL = Channel.new(History.new(ENV.fetch('DATA_DIR')))

def event(id, text)
  lines = text.empty? ? [''] : text.scrub.split(/\r\n|\r|\n/, -1)
  "id: #{id}\n#{lines.map { |line| "data: #{line}\n" }.join}\n"
end

def events(request)
  last = request.headers['last-event-id'].to_s[/\A\d{1,15}\z/]&.to_i
  queue, missed = CHANNEL.join(last)
  Enumerator.new do |out|
    out << ": welcome\n\n"
    # A comment finds out whether the client is still there, and shows proxies that the connection is in use.
    CHANNEL.follow(queue, missed) { |message| out << (message == :quiet ? ": still here\n\n" : event(*message)) }
  end
end

def handle(request)
  case "#{request.method} #{request.path}"
  when 'POST /messages'
    [201, { 'content-type' => 'application/json' }, JSON.generate({ id: CHANNEL.publish(request.body) })]
  when 'GET /events'
    [200, { 'content-type' => 'text/event-stream', 'cache-control' => 'no-cache' }, events(request)]
  else [404]
  end
end

Http::Server.new(ENV.fetch('HOST'), ENV.fetch('PORT'), max_body: 64 * 1024).run { |request| handle(request) }
