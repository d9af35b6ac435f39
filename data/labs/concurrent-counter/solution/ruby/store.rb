# frozen_string_literal: true

require 'securerandom'

# Where the counters are kept: one small file each. Every call takes a moment, as with a database on another machine.
# Leave this file as it is.
module Store
  FOLDER = ENV.fetch('DATA_DIR')

  # The value of a counter; 0 if it was never written.
  def self.read(name)
    sleep 0.01
    Integer(File.read("#{FOLDER}/#{name}.txt"))
  rescue Errno::ENOENT
    0
  end

  def self.write(name, value)
    sleep 0.01
    # A reader sees the old file or the new one, never half of one.
    draft = "#{FOLDER}/#{name}.#{SecureRandom.uuid}"
    File.write(draft, value.to_s)
    File.rename(draft, "#{FOLDER}/#{name}.txt")
  end
end
