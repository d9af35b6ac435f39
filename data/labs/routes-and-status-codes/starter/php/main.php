<?php

declare(strict_types=1);

const TEAS = [
    ['id' => 1, 'name' => 'Assam', 'cents' => 450],
    ['id' => 2, 'name' => 'Sencha', 'cents' => 720],
    ['id' => 3, 'name' => 'Rooibos', 'cents' => 390],
];

/** Answers with JSON. */
function send(int $status, mixed $value, array $headers = []): void
{
    http_response_code($status);
    header('Content-Type: application/json; charset=utf-8');
    foreach ($headers as $name => $text) {
        header("$name: $text");
    }
    echo json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
}

/** The whole body of the request as text. */
function readText(): string
{
    return file_get_contents('php://input');
}

// TODO: look at $_SERVER['REQUEST_METHOD'] and $_SERVER['REQUEST_URI'], and answer as the table in the brief says.
send(501, ['error' => 'Not built yet']);
