<?php

declare(strict_types=1);

// Each request runs this file from the top, in one of several processes: nothing is kept in variables from one request to the next.

require __DIR__ . '/backends.php';

/** Answers with a status, and with what is sent as JSON. */
function handle(string $method, string $path, string $body): array
{
    if ($method === 'PUT' && preg_match('~^/simulate/(\w+)$~D', $path, $match)) {
        return [simulate($match[1], $body) ? 204 : 400, null];
    }
    if ($method === 'GET' && $path === '/readyz') {
        // TODO: what if it is down, or says nothing for a long time? And what of the cache?
        ping('database');

        return [200, ['status' => 'ready', 'checks' => ['database' => 'up']]];
    }
    // TODO: GET /livez and POST /drain

    return [404, ['error' => 'There is nothing here.']];
}

try {
    [$status, $content] = handle($_SERVER['REQUEST_METHOD'], $_SERVER['REQUEST_URI'], file_get_contents('php://input'));
} catch (Exception $exception) {
    [$status, $content] = [500, ['error' => $exception->getMessage()]];
}
http_response_code($status);
if ($content !== null) {
    header('Content-Type: application/json');
    echo json_encode($content);
}
