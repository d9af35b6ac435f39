# frozen_string_literal: true

# What a log comes to, fed line by line.
class Totals
  def initialize
    @requests = @bad_lines = @bytes = @server_errors = 0
    @paths = Hash.new(0)
  end

  def add(line)
    # TODO: take the line apart, and add to the totals. What is no log line is a bad line.
    @requests += 1
  end

  def to_s
    # TODO: the share of server errors, and the five most frequent paths.
    <<~REPORT
      Requests: #{@requests}
      Bad lines: #{@bad_lines}
      Bytes: #{@bytes}
      Server errors: #{@server_errors}
      Top paths:
    REPORT
  end
end

totals = Totals.new
# TODO: without a file, read $stdin. What if the file cannot be opened?
File.open(ARGV.fetch(0), "rb") do |log|
  log.each_line { |line| totals.add(line) }
end
print totals
