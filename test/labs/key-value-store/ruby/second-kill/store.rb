# frozen_string_literal: true

# Keys and values in memory, and every change as a line of a log: the key in Base64, then a space and the value in Base64, or nothing more
# where the key was deleted. A change is over when its line is on the disk.
class Store
  def initialize(folder)
    @lock = Mutex.new
    file = File.join(folder, 'store.log')
    @values = load(file)
    # Only what is still there goes into the new log, which takes the old one's place in one step.
    draft = "#{file}.new"
    @log = File.open(draft, 'wb')
    @log.sync = true
    # Bytes of the log that hold whole lines. What a failed write has left behind them is written over.
    @end = 0
    File.rename(draft, file)
    sync_folder(folder)
  end

  def get(key) = @lock.synchronize { @values[key] }

  def keys = @lock.synchronize { @values.keys.sort }

  # True if the key is new.
  def set(key, value)
    @lock.synchronize do
      append(line(key, value))
      is_new = !@values.key?(key)
      @values[key] = value
      is_new
    end
  end

  # False if there is nothing to delete.
  def delete(key)
    @lock.synchronize do
      next false unless @values.key?(key)

      append(line(key, nil))
      @values.delete(key)
      true
    end
  end

  private

  def load(file)
    return {} unless File.exist?(file)

    text = File.binread(file)
    # What follows the last line break was cut off by a kill, and nobody was told that it is kept.
    text[0, (text.rindex("\n") || -1) + 1].each_line(chomp: true).with_object({}) do |line, values|
      name, value = line.split(' ', -1)
      key = decode(name).force_encoding(Encoding::UTF_8)
      value ? values[key] = decode(value) : values.delete(key)
    end
  end

  def append(text)
    @log.seek(@end)
    @log.write(text)
    @log.fsync
    @end += text.bytesize
  end

  # Puts the new name of a file on the disk too. Windows does so by itself and cannot open folders.
  def sync_folder(folder)
    File.open(folder, &:fsync) unless Gem.win_platform?
  end

  def line(key, value) = value ? "#{encode(key)} #{encode(value)}\n" : "#{encode(key)}\n"

  def encode(text) = [text].pack('m0')

  def decode(text) = text.unpack1('m0')
end
