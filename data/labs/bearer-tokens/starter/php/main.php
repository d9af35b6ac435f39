<?php

declare(strict_types=1);

const AUDIENCE = 'shop-api';
const LIFETIME = 300;

final class HttpError extends RuntimeException
{
    public function __construct(public readonly int $status, string $message)
    {
        parent::__construct($message);
    }
}

/**
 * Refresh tokens in a file. Nothing stays in memory between two requests, and several run at a time, so each change
 * is made while the file is locked.
 *
 * @param callable(array<string, array{name: string, family: string, used: bool}>): mixed $change takes the tokens by reference
 */
function withRefreshTokens(callable $change): mixed
{
    $file = fopen(getenv('DATA_DIR') . '/refresh-tokens.json', 'c+');
    flock($file, LOCK_EX);
    try {
        $tokens = json_decode(stream_get_contents($file), true) ?? [];
        $result = $change($tokens);
        rewind($file);
        ftruncate($file, 0);
        fwrite($file, json_encode($tokens, JSON_THROW_ON_ERROR));
        return $result;
    } finally {
        fclose($file);
    }
}

function makeAccessToken(string $name): string
{
    // TODO: header, claims (sub, aud, iat, exp) and signature, each in base64url.
    return "token-of-$name";
}

/** The claims of an access token. Throws a 401 unless it is ours, for us, and still good. */
function verifyAccessToken(string $token): array
{
    // TODO: check the signature first, then exp and aud. Throw an HttpError with status 401 if anything is wrong.
    return ['sub' => substr($token, strlen('token-of-'))];
}

/** @return array{access_token: string, token_type: string, expires_in: int, refresh_token: string} */
function tokenPair(string $name): array
{
    // TODO: a random refresh token; remember whose it is, and which login it comes from.
    $refreshToken = 'TODO';
    return [
        'access_token' => makeAccessToken($name),
        'token_type' => 'Bearer',
        'expires_in' => LIFETIME,
        'refresh_token' => $refreshToken,
    ];
}

function login(): void
{
    ['name' => $name, 'password' => $password] = readFields('name', 'password');
    if (!hash_equals(getenv('LOGIN_NAME'), $name) || !hash_equals(getenv('LOGIN_PASSWORD'), $password)) {
        throw new HttpError(401, 'Name or password is wrong.');
    }
    header('Cache-Control: no-store');
    send(200, tokenPair($name));
}

function refresh(): void
{
    ['refresh_token' => $refreshToken] = readFields('refresh_token');
    // TODO: take each refresh token once. If one comes again, end all tokens of the same login.
    throw new HttpError(501, 'Not built yet.');
}

function me(): void
{
    // TODO: answer 401 if there is no token.
    preg_match('/^Bearer +(\S+)$/i', $_SERVER['HTTP_AUTHORIZATION'] ?? '', $match);
    send(200, ['name' => verifyAccessToken($match[1])['sub']]);
}

/** @return array<string, string> the named texts of the JSON body */
function readFields(string ...$names): array
{
    $body = json_decode(file_get_contents('php://input'), true);
    $fields = [];
    foreach ($names as $name) {
        $value = is_array($body) ? $body[$name] ?? null : null;
        $fields[$name] = is_string($value) ? $value : throw new HttpError(400, "The field $name is needed.");
    }
    return $fields;
}

function send(int $status, array $body): void
{
    http_response_code($status);
    header('Content-Type: application/json');
    echo json_encode($body, JSON_THROW_ON_ERROR);
}

try {
    $path = explode('?', $_SERVER['REQUEST_URI'], 2)[0];
    match ("{$_SERVER['REQUEST_METHOD']} $path") {
        'POST /token' => login(),
        'POST /refresh' => refresh(),
        'GET /me' => me(),
        default => throw new HttpError(404, 'There is nothing here.'),
    };
} catch (HttpError $error) {
    // TODO: a 401 says with a header how to do better.
    send($error->status, ['error' => $error->getMessage()]);
}
