<?php

declare(strict_types=1);

// Each request runs this file from the top, in one of several processes: nothing is kept in variables from one request to the next.

require __DIR__ . '/store.php';

function increment(string $name): array
{
    // TODO: fifty of these at once must still add fifty.
    $value = read($name) + 1;
    write($name, $value);

    return [200, ['name' => $name, 'value' => $value]];
}

/** Answers with a status and what is sent as JSON. */
function handle(string $method, string $path, string $body): array
{
    if (!preg_match('~^/counters/([a-z0-9-]{1,40})(?:/(increment|decrement))?$~D', $path, $match)) {
        return [404, ['error' => 'There is nothing here.']];
    }
    $name = $match[1];
    $action = $match[2] ?? '';
    if ($method === 'GET' && $action === '') {
        return [200, ['name' => $name, 'value' => read($name)]];
    }
    if ($method === 'POST' && $action === 'increment') {
        return increment($name);
    }
    // TODO: POST …/decrement, with 409 when there is nothing left.
    // TODO: PUT, with 400 for a body that is no whole number.

    return [405, ['error' => 'This method does not work here.']];
}

[$status, $content] = handle($_SERVER['REQUEST_METHOD'], $_SERVER['REQUEST_URI'], file_get_contents('php://input'));
http_response_code($status);
header('Content-Type: application/json');
echo json_encode($content);
