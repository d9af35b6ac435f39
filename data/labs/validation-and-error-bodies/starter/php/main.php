<?php

declare(strict_types=1);

/** Answers with JSON. */
function send(int $status, mixed $value, string $type = 'application/json'): void
{
    http_response_code($status);
    header("Content-Type: $type");
    echo json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
}

$body = json_decode(file_get_contents('php://input'), true);
// TODO: look at the path, at the type of the body, and at each field, as the brief says.
// The headers of the request are in getallheaders(), the type of its body is in $_SERVER['CONTENT_TYPE'].
send(201, $body);
