<?php

declare(strict_types=1);

// Each request runs this file from the top, in one of several processes: nothing is kept in variables from one request to the next.

require __DIR__ . '/Store.php';

const MAX_VALUE = 1024 * 1024;

/** Answers with a status, and with a string or what is sent as JSON. */
function handle(Store $store, string $method, string $path): array
{
    if ($path === '/keys') {
        return $method === 'GET' ? [200, $store->keys()] : [405];
    }
    $key = preg_match('~^/keys/(.+)$~D', $path, $match) ? rawurldecode($match[1]) : '';
    if ($key === '') {
        return [404];
    }
    if (!preg_match('//u', $key)) {
        return [400];
    }
    switch ($method) {
        case 'GET':
            $value = $store->get($key);

            return $value === null ? [404] : [200, $value];
        case 'PUT':
            $value = file_get_contents('php://input', false, null, 0, MAX_VALUE + 1);
            if (strlen($value) > MAX_VALUE) {
                return [413];
            }

            return [$store->set($key, $value) ? 201 : 204];
        case 'DELETE':
            return [$store->delete($key) ? 204 : 404];
        default:
            return [405];
    }
}

[$status, $content] = handle(new Store(getenv('DATA_DIR')), $_SERVER['REQUEST_METHOD'], $_SERVER['REQUEST_URI']) + [1 => null];
http_response_code($status);
if (is_array($content)) {
    header('Content-Type: application/json');
    echo json_encode($content, JSON_THROW_ON_ERROR);
} elseif ($content !== null) {
    header('Content-Type: application/octet-stream');
    echo $content;
}
