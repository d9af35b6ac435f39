<?php

declare(strict_types=1);

// PHP's own server for development cannot be taught to stop well, so this is one of our own: it listens, and forks a process for each
// connection, as Apache and PHP-FPM keep processes for theirs. Run it with `php main.php`.

$server = stream_socket_server('tcp://' . getenv('HOST') . ':' . getenv('PORT'), $code, $message)
    or exit("It cannot listen: $message\n");

$stopping = false;
pcntl_async_signals(true);
foreach ([SIGTERM, SIGINT] as $signal) {
    pcntl_signal($signal, function () use (&$stopping): void {
        $stopping = true;
    }, false);
}

/** Process ids of the requests that run, as keys. */
$running = [];

while (!$stopping) {
    // Gives up after a second, or when a signal comes.
    $client = @stream_socket_accept($server, 1);
    take_note_of_ends($running);
    if ($client === false) {
        continue;
    }
    $child = pcntl_fork();
    if ($child === 0) {
        fclose($server);
        serve($client);
        exit(0);
    }
    if ($child > 0) {
        $running[$child] = true;
    }
    fclose($client);
}

fclose($server);
// Ends those that have no request to answer yet; see serve().
signal_all($running, SIGTERM);
$deadline = hrtime(true) + (int) getenv('GRACE_MS') * 1_000_000;
while ($running && hrtime(true) < $deadline) {
    usleep(20_000);
    take_note_of_ends($running);
}
signal_all($running, SIGKILL);
exit(0);

function take_note_of_ends(array &$running): void
{
    while (($child = pcntl_waitpid(-1, $status, WNOHANG)) > 0) {
        unset($running[$child]);
    }
}

function signal_all(array $running, int $signal): void
{
    foreach (array_keys($running) as $child) {
        posix_kill($child, $signal);
    }
}

/** Reads a request and answers it. */
function serve($client): void
{
    // Ctrl+C reaches all processes of a terminal; what ends this one is said by its parent, with SIGTERM.
    pcntl_signal(SIGINT, SIG_IGN);
    pcntl_signal(SIGTERM, SIG_DFL);
    $target = read_target($client);
    if ($target === null) {
        return;
    }
    // There is a request now, and it will be answered.
    pcntl_signal(SIGTERM, SIG_IGN);
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
