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
    return password_hash($password, PASSWORD_DEFAULT);
}

function isPassword(string $password, string $stored): bool
{
    return password_verify($password, $stored);
}

function createUser(): void
{
    [$name, $password] = readCredentials();
    if (strlen($password) < 8) {
        throw new HttpError(400, 'A password has at least 8 characters.');
    }
    if (strlen($password) > 72) {
        throw new HttpError(400, 'A password has at most 72 bytes, since bcrypt looks at no more.');
    }
    $stored = hashPassword($password);
    withState(function (array &$state) use ($name, $stored): void {
        if (isset($state['users'][$name])) {
            throw new HttpError(409, 'This name is taken.');
        }
        $state['users'][$name] = $stored;
    });
    send(201, ['name' => $name]);
}

function login(): void
{
    [$name, $password] = readCredentials();
    $stored = withState(fn(array &$state): ?string => $state['users'][$name] ?? null);
    // For a name that nobody has, the same work is done in vain, so that it takes as long as for the others.
    $isRight = isPassword($password, $stored ?? hashPassword('the password of nobody'));
    if ($stored === null || !$isRight) {
        throw new HttpError(401, 'Name or password is wrong.');
    }
    $id = bin2hex(random_bytes(32));
    withState(function (array &$state) use ($id, $name): void {
        $state['sessions'][$id] = $name;
    });
    setcookie('session', $id, ['httponly' => true, 'samesite' => 'Lax', 'path' => '/']);
    send(200, ['name' => $name]);
}

function me(): void
{
    send(200, ['name' => loggedIn()]);
}

function logout(): void
{
    $id = sessionId();
    withState(function (array &$state) use ($id): void {
        unset($state['sessions'][$id]);
    });
    setcookie('session', '', ['expires' => 1, 'httponly' => true, 'samesite' => 'Lax', 'path' => '/']);
    send(204);
}

function logoutEverywhere(): void
{
    $name = loggedIn();
    withState(function (array &$state) use ($name): void {
        $state['sessions'] = array_filter($state['sessions'], fn(string $owner): bool => $owner !== $name);
    });
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

/** The name of the user whose session this is; without a session, a 401. */
function loggedIn(): string
{
    $id = sessionId();
    return withState(fn(array &$state): ?string => $state['sessions'][$id] ?? null)
        ?? throw new HttpError(401, 'Log in first.');
}

/** The id that the request brings; empty if there is none. `session[]=…` would be an array. */
function sessionId(): string
{
    $id = $_COOKIE['session'] ?? '';
    return is_string($id) ? $id : '';
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
