<?php

declare(strict_types=1);

// PHP's own server for development cannot be taught to stop well, so this is one of our own: it listens, and forks a process for each
// connection, as Apache and PHP-FPM keep processes for theirs. Run it with `php main.php`.

$server = stream_socket_server('tcp://' . getenv('HOST') . ':' . getenv('PORT'), $code, $message)
    or exit("It cannot listen: $message\n");

// TODO: on SIGTERM and SIGINT (pcntl_async_signals, pcntl_signal) take no new connections, finish what runs, and end with code 0.
// TODO: when that takes longer than GRACE_MS (in the environment) milliseconds, end with code 1.

while (true) {
    // Gives up after a second, or when a signal comes.
    $client = @stream_socket_accept($server, 1);
    // Takes note of processes that have ended.
    while (pcntl_waitpid(-1, $status, WNOHANG) > 0);
    if ($client === false) {
        continue;
    }
    if (pcntl_fork() === 0) {
        fclose($server);
        serve($client);
        exit(0);
    }
    fclose($client);
}

/** Reads a request and answers it. */
function serve($client): void
{
    $target = read_target($client);
    if ($target === null) {
        return;
    }
    [$status, $text] = handle($target);
    $length = strlen($text);
    fwrite($client, "HTTP/1.1 $status\r\nContent-Type: text/plain\r\nContent-Length: $length\r\nConnection: close\r\n\r\n$text");
}

/** What a GET asks for, when all headers are read; null if no request comes. */
function read_target($client): ?string
{
    stream_set_timeout($client, 10);
    $line = fgets($client, 8192);
    if ($line === false || !preg_match('~^GET (/\S*) HTTP/1\.[01]\r?\n$~D', $line, $match)) {
        return null;
    }
    while (($header = fgets($client, 8192)) !== false) {
        if (rtrim($header) === '') {
            return $match[1];
        }
    }

    return null;
}

/** Answers with a status line's end, and a text. */
function handle(string $target): array
{
    $path = parse_url($target, PHP_URL_PATH);
    if ($path === '/') {
        return ['200 OK', "ready\n"];
    }
    if ($path !== '/work') {
        return ['404 Not Found', "There is nothing here.\n"];
    }
    parse_str((string) parse_url($target, PHP_URL_QUERY), $query);
    $ms = $query['ms'] ?? '';
    if (!is_string($ms) || !preg_match('~^\d{1,5}$~D', $ms) || (int) $ms > 60_000) {
        return ['400 Bad Request', "ms must be a number from 0 to 60000.\n"];
    }
    usleep((int) $ms * 1000);

    return ['200 OK', "done\n"];
}
