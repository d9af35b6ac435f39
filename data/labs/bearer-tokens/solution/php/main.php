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

function encode(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

function decode(string $text): string
{
    return base64_decode(strtr($text, '-_', '+/'));
}

function signatureOf(string $content): string
{
    return encode(hash_hmac('sha256', $content, getenv('TOKEN_SECRET'), true));
}

function makeAccessToken(string $name): string
{
    $now = time();
    $header = ['alg' => 'HS256', 'typ' => 'JWT'];
    $claims = ['sub' => $name, 'aud' => AUDIENCE, 'iat' => $now, 'exp' => $now + LIFETIME];
    $content = encode(json_encode($header)) . '.' . encode(json_encode($claims, JSON_THROW_ON_ERROR));
    return $content . '.' . signatureOf($content);
}

/** The claims of an access token. Throws a 401 unless it is ours, for us, and still good. */
function verifyAccessToken(string $token): array
{
    $parts = explode('.', $token);
    if (count($parts) !== 3 || !hash_equals(signatureOf("$parts[0].$parts[1]"), $parts[2])) {
        throw new HttpError(401, 'The token is not signed by us.');
    }
    $claims = json_decode(decode($parts[1]), true, flags: JSON_THROW_ON_ERROR);
    if (($claims['exp'] ?? 0) <= time()) {
        throw new HttpError(401, 'The token has expired.');
    }
    if (($claims['aud'] ?? null) !== AUDIENCE) {
        throw new HttpError(401, 'The token is for another service.');
    }
    return $claims;
}

/** @return array{access_token: string, token_type: string, expires_in: int, refresh_token: string} */
function tokenPair(string $name, ?string $family = null): array
{
    $refreshToken = bin2hex(random_bytes(32));
    $entry = ['name' => $name, 'family' => $family ?? bin2hex(random_bytes(16)), 'used' => false];
    withRefreshTokens(function (array &$tokens) use ($refreshToken, $entry): void {
        $tokens[$refreshToken] = $entry;
    });
    return [
        'access_token' => makeAccessToken($name),
        'token_type' => 'Bearer',
        'expires_in' => LIFETIME,
        'refresh_token' => $refreshToken,
    ];
}

/**
 * What is known of a refresh token that has not been used; it is used now.
 *
 * @return array{name: string, family: string}|null
 */
function exchange(string $refreshToken): ?array
{
    return withRefreshTokens(function (array &$tokens) use ($refreshToken): ?array {
        $entry = $tokens[$refreshToken] ?? null;
        if ($entry === null) {
            return null;
        }
        if ($entry['used']) {
            $tokens = array_filter($tokens, fn(array $other): bool => $other['family'] !== $entry['family']);
            return null;
        }
        $tokens[$refreshToken]['used'] = true;
        return $entry;
    });
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
    $entry = exchange($refreshToken) ?? throw new HttpError(401, 'The refresh token is not good any more. Log in again.');
    header('Cache-Control: no-store');
    send(200, tokenPair($entry['name'], $entry['family']));
}

function me(): void
{
    if (!preg_match('/^Bearer +(\S+)$/i', $_SERVER['HTTP_AUTHORIZATION'] ?? '', $match)) {
        throw new HttpError(401, 'Send an access token.');
    }
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
    if ($error->status === 401) {
        header('WWW-Authenticate: Bearer');
    }
    send($error->status, ['error' => $error->getMessage()]);
}
