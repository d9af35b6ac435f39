# frozen_string_literal: true

# All messages, one line of Base64 each, in a file: the first line is message 1. Leave this file as it is.
class History
  def initialize(folder)
    @file = File.join(folder, 'history')
    lines = File.exist?(@file) ? File.readlines(@file) : []
    @messages = lines.map { |line| line.unpack1('m').force_encoding(Encoding::UTF_8) }
  end

  # Adds a message; its number. Only one thread at a time may call this.
  def append(text)
    File.write(@file, "#{[text].pack('m0')}\n", mode: 'a')
    @messages << text
    @messages.size
  end

  # All messages with a number above this one: [number, text].
  def after(id)
    (@messages[id..] || []).each.with_index(id + 1).map { |text, number| [number, text] }
  end
end
