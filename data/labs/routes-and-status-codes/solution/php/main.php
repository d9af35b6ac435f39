<?php

declare(strict_types=1);

const TEAS = [
    ['id' => 1, 'name' => 'Assam', 'cents' => 450],
    ['id' => 2, 'name' => 'Sencha', 'cents' => 720],
    ['id' => 3, 'name' => 'Rooibos', 'cents' => 390],
];

const ROUTES = [
    '#^/teas$#D' => ['GET' => 'listTeas'],
    '#^/teas/([^/]+)$#D' => ['GET' => 'showTea'],
    '#^/orders$#D' => ['POST' => 'placeOrder'],
    '#^/menu$#D' => ['GET' => 'moved'],
];

function listTeas(): void
{
    send(200, TEAS);
}

function showTea(string $id): void
{
    foreach (TEAS as $tea) {
        if ((string) $tea['id'] === $id) {
            send(200, $tea);
            return;
        }
    }
    send(404, ['error' => "There is no tea $id"]);
}

function placeOrder(): void
{
    $order = trim(file_get_contents('php://input'));
    if ($order === '') {
        send(400, ['error' => 'Name the tea that you want']);
    } else {
        send(201, ['order' => $order]);
    }
}

function moved(): void
{
    send(301, ['location' => '/teas'], ['Location' => '/teas']);
}

/** The path decides about 404, and only then the method about 405. */
function answer(string $method, string $path): void
{
    foreach (ROUTES as $pattern => $methods) {
        if (!preg_match($pattern, $path, $match)) {
            continue;
        }
        $handler = $methods[$method === 'HEAD' ? 'GET' : $method] ?? null;
        if ($handler !== null) {
            $handler(...array_slice($match, 1));
            return;
        }
        $allowed = array_keys($methods);
        if (isset($methods['GET'])) {
            $allowed[] = 'HEAD';
        }
        send(405, ['error' => "$method is not allowed here"], ['Allow' => implode(', ', $allowed)]);
        return;
    }
    send(404, ['error' => "There is nothing at $path"]);
}

/** Answers with JSON. PHP itself leaves the body out when the request was HEAD. */
function send(int $status, mixed $value, array $headers = []): void
{
    $body = json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
    header('Content-Type: application/json; charset=utf-8');
    header('Content-Length: ' . strlen($body));
    foreach ($headers as $name => $text) {
        header("$name: $text");
    }
    http_response_code($status);
    echo $body;
}

answer($_SERVER['REQUEST_METHOD'], explode('?', $_SERVER['REQUEST_URI'], 2)[0]);
