<?php

declare(strict_types=1);

// Each request runs this file from the top, in one of several processes: nothing is kept in variables from one request to the next.

require __DIR__ . '/store.php';

/** Runs a task while no other process runs one for this counter. */
function exclusively(string $name, callable $task): array
{
    $lock = fopen(getenv('DATA_DIR') . "/$name.lock", 'c');
    if ($lock === false || !flock($lock, LOCK_EX)) {
        throw new RuntimeException('The counter cannot be locked.');
    }
    try {
        return $task();
    } finally {
        // Closing the file lets the lock go; so does the end of the process, however it comes.
        fclose($lock);
    }
}

/** Answers with a status and what is sent as JSON. */
function handle(string $method, string $path, string $body): array
{
    if (!preg_match('~^/counters/([a-z0-9-]{1,40})(?:/(increment|decrement))?$~D', $path, $match)) {
        return [404, ['error' => 'There is nothing here.']];
    }
    $name = $match[1];

    return match ($method . ' ' . ($match[2] ?? 'value')) {
        'GET value' => [200, ['name' => $name, 'value' => read($name)]],
        'PUT value' => put($name, $body),
        'POST increment' => exclusively($name, fn () => add($name, 1)),
        'POST decrement' => exclusively($name, fn () => add($name, -1)),
        default => [405, ['error' => 'This method does not work here.']],
    };
}

function put(string $name, string $text): array
{
    $value = (int) $text;
    if ($value < 0 || $value > 1_000_000) {
        return [400, ['error' => 'The body must be a whole number from 0 to 1000000.']];
    }

    return exclusively($name, function () use ($name, $value) {
        write($name, $value);

        return [200, ['name' => $name, 'value' => $value]];
    });
}

function add(string $name, int $change): array
{
    $value = read($name) + $change;
    if ($value < 0) {
        return [409, ['error' => 'Nothing is left.']];
    }
    write($name, $value);

    return [200, ['name' => $name, 'value' => $value]];
}

[$status, $content] = handle($_SERVER['REQUEST_METHOD'], $_SERVER['REQUEST_URI'], file_get_contents('php://input'));
http_response_code($status);
header('Content-Type: application/json');
echo json_encode($content);
