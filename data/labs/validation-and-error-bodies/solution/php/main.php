<?php

declare(strict_types=1);

/** A request that is answered with a problem document. */
final class Problem extends Exception
{
    public function __construct(public readonly int $status, string $title, public readonly array $more = [])
    {
        parent::__construct($title);
    }
}

/** Field => what is wrong with its value, or null. Texts come without white space around them. */
function rules(): array
{
    return [
        // With the flag u, the patterns count characters, and match nothing that is not UTF-8.
        'email' => fn (mixed $value) => is_string($value) && preg_match('/^(?=.{1,254}$)[^@\s]+@[^@\s]+$/Du', $value)
            ? null : 'must be an address such as ada@example.org',
        'name' => fn (mixed $value) => is_string($value) && preg_match('/^.{1,50}$/Dsu', $value)
            ? null : 'must have 1 to 50 characters',
        'age' => fn (mixed $value) => is_int($value) && $value >= 16 && $value <= 120
            ? null : 'must be a whole number from 16 to 120',
    ];
}

/** The sign-up in a body, or one problem that names everything that is wrong with it. */
function parseSignup(array $body): array
{
    $signup = [];
    $errors = [];
    foreach (rules() as $field => $rule) {
        $value = $body[$field] ?? null;
        $signup[$field] = is_string($value) ? trim($value) : $value;
        $message = $rule($signup[$field]);
        if ($message !== null) {
            $errors[] = ['field' => $field, 'message' => $message];
        }
    }
    foreach (array_keys(array_diff_key($body, $signup)) as $field) {
        $errors[] = ['field' => (string) $field, 'message' => 'is not a known field'];
    }
    if ($errors !== []) {
        throw new Problem(422, 'The sign-up is not valid', ['errors' => $errors]);
    }
    return $signup;
}

function readObject(): array
{
    $type = strtolower(trim(explode(';', $_SERVER['CONTENT_TYPE'] ?? '', 2)[0]));
    if ($type !== 'application/json') {
        throw new Problem(415, 'Send the sign-up as application/json');
    }
    // Decoded as an object first: as an array, {} and [] would be the same.
    $body = json_decode((string) file_get_contents('php://input'));
    if (json_last_error() !== JSON_ERROR_NONE) {
        throw new Problem(400, 'The body is not JSON');
    }
    if (!is_object($body)) {
        throw new Problem(400, 'The body is not a JSON object');
    }
    return (array) $body;
}

function answer(string $method, string $path): void
{
    if ($path !== '/signups') {
        throw new Problem(404, "There is nothing at $path");
    }
    if ($method !== 'POST') {
        header('Allow: POST');
        throw new Problem(405, 'Only POST is allowed here');
    }
    send(201, parseSignup(readObject()));
}

/** Answers with JSON. */
function send(int $status, mixed $value, string $type = 'application/json'): void
{
    http_response_code($status);
    header("Content-Type: $type");
    echo json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
}

try {
    answer($_SERVER['REQUEST_METHOD'], explode('?', $_SERVER['REQUEST_URI'], 2)[0]);
} catch (Problem $problem) {
    $document = ['title' => $problem->getMessage(), 'status' => $problem->status] + $problem->more;
    send($problem->status, $document, 'application/problem+json');
}
