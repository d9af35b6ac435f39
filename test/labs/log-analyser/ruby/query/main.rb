# frozen_string_literal: true

# What a log comes to, fed line by line.
class Totals
  # Address, two more fields, time, request, status and size; the combined format goes on after that.
  LOG_LINE = %r{\A\S+ \S+ \S+ \[[^\]]+\] "[A-Z]+ (?<target>\S+) HTTP/[\d.]+" (?<status>\d{3}) (?<size>\d+|-)(?:\s|\z)}n

  def initialize
    @requests = @bad_lines = @bytes = @server_errors = 0
    @paths = Hash.new(0)
  end

  def add(line)
    match = LOG_LINE.match(line)
    return @bad_lines += 1 unless match

    @requests += 1
    @bytes += match[:size].to_i # "-" is 0
    @server_errors += 1 if match[:status].start_with?("5")
    @paths[match[:target].rpartition("?").then { |path, _, rest| path.empty? ? rest : path }] += 1
  end

  def to_s
    <<~REPORT + top_paths(5).map { |path, count| "#{count} #{path}\n" }.join
      Requests: #{@requests}
      Bad lines: #{@bad_lines}
      Bytes: #{@bytes}
      Server errors: #{@server_errors} (#{format('%.1f', share)}%)
      Top paths:
    REPORT
  end

  private

  def share
    @requests.zero? ? 0 : 100.0 * @server_errors / @requests
  end

  def top_paths(most)
    @paths.min_by(most) { |path, count| [-count, path] }
  end
end

totals = Totals.new
begin
  # ARGF is the files named in the arguments, or standard input; as bytes, since a log may hold any.
  ARGF.binmode.each_line { |line| totals.add(line) }
rescue SystemCallError => e
  warn e.message
  exit 2
end
print totals
