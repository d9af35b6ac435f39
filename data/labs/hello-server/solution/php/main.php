<?php

declare(strict_types=1);

/** The greeting for a path, or null where there is nothing. */
function greeting(string $path, array $query): ?string
{
    $name = is_string($query['name'] ?? null) ? $query['name'] : 'world';

    return match ($path) {
        '/' => "Hello, world!\n",
        '/hello' => "Hello, {$name}!\n",
        default => null,
    };
}

function send(int $status, string $text, array $headers = []): void
{
    http_response_code($status);
    header('Content-Type: text/plain; charset=utf-8');
    header('Content-Length: ' . strlen($text));
    foreach ($headers as $name => $value) {
        header("{$name}: {$value}");
    }
    // For HEAD the server leaves the body out by itself.
    echo $text;
}

$text = greeting(explode('?', $_SERVER['REQUEST_URI'], 2)[0], $_GET);
if ($text === null) {
    send(404, "Not found\n");
} elseif (!in_array($_SERVER['REQUEST_METHOD'], ['GET', 'HEAD'], true)) {
    send(405, "Method not allowed\n", ['Allow' => 'GET, HEAD']);
} else {
    send(200, $text);
}
