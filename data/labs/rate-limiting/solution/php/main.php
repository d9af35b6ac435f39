<?php

declare(strict_types=1);

final class Taken
{
    /** @param int $retryAfter in seconds; means something only if there was no token */
    public function __construct(
        public readonly bool $isAllowed,
        public readonly int $remaining,
        public readonly int $retryAfter,
    ) {
    }
}

final class TokenBuckets
{
    public function __construct(
        public readonly int $size,
        private readonly float $secondsPerToken,
        private readonly string $file,
    ) {
    }

    /** Takes a token, if there is one. */
    public function take(string $client): Taken
    {
        return $this->change(function (array &$buckets) use ($client): Taken {
            $now = hrtime(true) / 1e9;
            if (count($buckets) > 10_000) {
                // A full bucket says no more than none, so clients who have gone need no room.
                $buckets = array_filter($buckets, fn(array $bucket): bool => $this->tokens($bucket, $now) < $this->size);
            }
            $tokens = $this->tokens($buckets[$client] ?? null, $now);
            $isAllowed = $tokens >= 1;
            $left = $isAllowed ? $tokens - 1 : $tokens;
            $buckets[$client] = ['tokens' => $left, 'at' => $now];
            return new Taken($isAllowed, (int) $left, (int) ceil((1 - $left) * $this->secondsPerToken));
        });
    }

    /** @param array{tokens: float, at: float}|null $bucket */
    private function tokens(?array $bucket, float $now): float
    {
        if ($bucket === null) {
            return $this->size;
        }
        return min($this->size, $bucket['tokens'] + ($now - $bucket['at']) / $this->secondsPerToken);
    }

    /**
     * Nothing stays in memory between two requests, so the buckets are in a file. Several requests run at a time: the
     * file is locked while the function looks at the buckets, which it takes by reference, and changes them.
     */
    private function change(callable $change): mixed
    {
        $file = fopen($this->file, 'c+');
        flock($file, LOCK_EX);
        try {
            $buckets = json_decode(stream_get_contents($file), true) ?? [];
            $result = $change($buckets);
            rewind($file);
            ftruncate($file, 0);
            fwrite($file, json_encode($buckets, JSON_THROW_ON_ERROR));
            return $result;
        } finally {
            fclose($file);
        }
    }
}

/** Whose bucket pays for the request: a key that we know, or else the address of the connection. */
function client(): string
{
    $key = $_SERVER['HTTP_X_API_KEY'] ?? '';
    return in_array($key, explode(',', getenv('API_KEYS')), true) ? "key $key" : "address {$_SERVER['REMOTE_ADDR']}";
}

/** Puts the limit in front of a route. */
function limited(callable $route): void
{
    $file = getenv('DATA_DIR') . '/buckets.json';
    $buckets = new TokenBuckets((int) getenv('BUCKET_SIZE'), (float) getenv('SECONDS_PER_TOKEN'), $file);
    $taken = $buckets->take(client());
    header("X-RateLimit-Limit: {$buckets->size}");
    header("X-RateLimit-Remaining: {$taken->remaining}");
    if ($taken->isAllowed) {
        $route();
        return;
    }
    header("Retry-After: {$taken->retryAfter}");
    send(429, ['error' => 'Too many requests.']);
}

function send(int $status, array $body): void
{
    http_response_code($status);
    header('Content-Type: application/json');
    echo json_encode($body, JSON_THROW_ON_ERROR);
}

$path = explode('?', $_SERVER['REQUEST_URI'], 2)[0];
match ("{$_SERVER['REQUEST_METHOD']} $path") {
    'GET /quotes' => limited(fn() => send(200, ['quote' => 'Well begun is half done.'])),
    'GET /health' => send(200, ['status' => 'ok']),
    default => send(404, ['error' => 'There is nothing here.']),
};
