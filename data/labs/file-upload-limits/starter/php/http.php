<?php

declare(strict_types=1);

/**
 * A small HTTP/1.1 server. PHP's own reads a whole body before it runs a program, which is too late to refuse one; this
 * one leaves it to you. It takes one connection at a time, and one request on each.
 */
final class Request
{
    /**
     * @param array<string, string> $query decoded
     * @param array<string, string> $headers names in lower case
     * @param resource $socket
     */
    public function __construct(
        public readonly string $method,
        public readonly string $path,
        public readonly array $query,
        public readonly array $headers,
        private $socket,
    ) {
    }

    /** Reads so many bytes of the body; fewer if the client stops sending. */
    public function read(int $length): string
    {
        return $length > 0 ? (string) stream_get_contents($this->socket, $length) : '';
    }
}

/** @param callable(Request): array{int, array<string, string>, string} $handler answers with status, headers and body */
function serve(string $host, int $port, callable $handler): never
{
    $listener = stream_socket_server("tcp://$host:$port", $code, $message) ?: exit("$message\n");
    while (true) {
        $socket = @stream_socket_accept($listener, -1);
        if ($socket === false) {
            continue;
        }
        stream_set_timeout($socket, 5);
        $request = readRequest($socket);
        if ($request !== null) {
            try {
                [$status, $headers, $body] = $handler($request);
            } catch (Throwable $error) {
                fwrite(STDERR, "$error\n");
                [$status, $headers, $body] = [500, ['Content-Type' => 'text/plain'], "Internal Server Error\n"];
            }
            respond($socket, $status, $headers, $body);
        }
        fclose($socket);
    }
}

/** @param resource $socket */
function readRequest($socket): ?Request
{
    $line = stream_get_line($socket, 8192, "\r\n");
    if ($line === false || !preg_match('#^([A-Z]+) (/\S*) HTTP/1\.[01]$#D', $line, $match)) {
        return null;
    }
    $headers = [];
    while (($line = stream_get_line($socket, 8192, "\r\n")) !== false && $line !== '') {
        [$name, $value] = explode(':', $line, 2) + [1 => ''];
        $headers[strtolower($name)] = trim($value);
        if (count($headers) > 100) {
            return null;
        }
    }
    [$path, $query] = explode('?', $match[2], 2) + [1 => ''];
    parse_str($query, $fields);
    return new Request($match[1], $path, array_filter($fields, is_string(...)), $headers, $socket);
}

/**
 * @param resource $socket
 * @param array<string, string> $headers
 */
function respond($socket, int $status, array $headers, string $body): void
{
    $head = "HTTP/1.1 $status \r\nContent-Length: " . strlen($body) . "\r\nConnection: close\r\n";
    foreach ($headers as $name => $value) {
        $head .= "$name: $value\r\n";
    }
    fwrite($socket, "$head\r\n$body");
    // What still comes is read for a moment: closing at once would reset the connection, and the answer with it.
    stream_socket_shutdown($socket, STREAM_SHUT_WR);
    stream_set_timeout($socket, 1);
    for ($i = 0; $i < 64 && !in_array(fread($socket, 65536), ['', false], true); $i++) {
    }
}
