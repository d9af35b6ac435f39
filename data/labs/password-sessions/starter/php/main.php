<?php

declare(strict_types=1);

final class HttpError extends RuntimeException
{
    public function __construct(public readonly int $status, string $message)
    {
        parent::__construct($message);
    }
}

/**
 * Users and sessions in one file. Nothing stays in memory between two requests, and several run at a time, so each
 * change is made while the file is locked.
 *
 * @param callable(array{users: array<string, string>, sessions: array<string, string>}): mixed $change takes the state by reference
 */
function withState(callable $change): mixed
{
    $file = fopen(getenv('DATA_DIR') . '/state.json', 'c+');
    flock($file, LOCK_EX);
    try {
        $state = json_decode(stream_get_contents($file), true) ?? ['users' => [], 'sessions' => []];
        $before = $state;
        $result = $change($state);
        if ($state !== $before) {
            rewind($file);
            ftruncate($file, 0);
            fwrite($file, json_encode($state, JSON_THROW_ON_ERROR));
        }
        return $result;
    } finally {
        fclose($file);
    }
}

function hashPassword(string $password): string
{
    // TODO: this is the password itself. Store a slow, salted hash of it.
    return $password;
}

function isPassword(string $password, string $stored): bool
{
    // TODO: check the password against the stored hash.
    return $password === $stored;
}

function createUser(): void
{
    [$name, $password] = readCredentials();
    if (strlen($password) < 8) {
        throw new HttpError(400, 'A password has at least 8 characters.');
    }
    $stored = hashPassword($password);
    withState(function (array &$state) use ($name, $stored): void {
        // TODO: answer 409 if the name is taken.
        $state['users'][$name] = $stored;
    });
    send(201, ['name' => $name]);
}

function login(): void
{
    [$name, $password] = readCredentials();
    // TODO: answer 401 if the name or the password is wrong.
    // TODO: make a random session id, remember whose it is, and set the cookie.
    send(200, ['name' => $name]);
}

function me(): void
{
    // TODO: find the session of the request ($_COOKIE); without one, answer 401.
    throw new HttpError(501, 'Not built yet.');
}

function logout(): void
{
    // TODO: end the session on the server.
    send(204);
}

function logoutEverywhere(): void
{
    // TODO: end all sessions of the user whose session this is.
    send(204);
}

/** For the checks only: what somebody who steals the table would see. */
function export(): void
{
    $users = withState(fn(array &$state): array => $state['users']);
    $rows = [];
    foreach ($users as $name => $stored) {
        $rows[] = ['name' => (string) $name, 'password' => $stored];
    }
    send(200, ['users' => $rows]);
}

/** @return array{string, string} name and password */
function readCredentials(): array
{
    $body = json_decode(file_get_contents('php://input'), true);
    $name = $body['name'] ?? null;
    $password = $body['password'] ?? null;
    if (!is_string($name) || $name === '' || !is_string($password)) {
        throw new HttpError(400, 'Name and password are needed.');
    }
    return [$name, $password];
}

function send(int $status, ?array $body = null): void
{
    http_response_code($status);
    if ($body !== null) {
        header('Content-Type: application/json');
        echo json_encode($body, JSON_THROW_ON_ERROR);
    }
}

try {
    $path = explode('?', $_SERVER['REQUEST_URI'], 2)[0];
    match ("{$_SERVER['REQUEST_METHOD']} $path") {
        'POST /users' => createUser(),
        'POST /login' => login(),
        'GET /me' => me(),
        'POST /logout' => logout(),
        'POST /logout-everywhere' => logoutEverywhere(),
        'GET /export' => export(),
        default => throw new HttpError(404, 'There is nothing here.'),
    };
} catch (HttpError $error) {
    send($error->status, ['error' => $error->getMessage()]);
}
