<?php

declare(strict_types=1);

// Each request runs this file from the top, in one of several processes: nothing is kept in variables from one request to the next.

$file = getenv('DATA_DIR') . '/values.json';

// TODO: what happens when two processes do this at the same time, or when one is killed in the middle of writing? And which values
// cannot stand in JSON?
$values = is_file($file) ? json_decode(file_get_contents($file), true) : [];
$method = $_SERVER['REQUEST_METHOD'];
$path = $_SERVER['REQUEST_URI'];

if ($path === '/keys' && $method === 'GET') {
    ksort($values);
    header('Content-Type: application/json');
    echo json_encode(array_map('strval', array_keys($values)));

    return;
}
if (!preg_match('~^/keys/(.+)$~D', $path, $match)) {
    http_response_code(404);

    return;
}
// TODO: in the path the key is percent-encoded.
$key = $match[1];

switch ($method) {
    case 'GET':
        if (!isset($values[$key])) {
            http_response_code(404);
            break;
        }
        header('Content-Type: application/octet-stream');
        echo $values[$key];
        break;
    case 'PUT':
        http_response_code(isset($values[$key]) ? 204 : 201);
        $values[$key] = file_get_contents('php://input');
        file_put_contents($file, json_encode($values));
        break;
    // TODO: DELETE
    default:
        http_response_code(405);
}
