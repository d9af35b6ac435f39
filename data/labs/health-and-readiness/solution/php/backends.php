<?php

declare(strict_types=1);

// A database and a cache that are only played. Leave this file as it is.

const BACKENDS = [
    'database' => 'postgres://shop:s3cret@db.internal/shop',
    'cache' => 'redis://:s3cret@cache.internal',
];

/** No answer came in time. */
final class TimeoutException extends RuntimeException
{
}

/**
 * Asks whether somebody is there. Throws a TimeoutException if no answer came within so many seconds, and another RuntimeException if the
 * answer is no.
 */
function ping(string $name, float $timeout = 30): void
{
    $file = getenv('DATA_DIR') . "/$name.state";
    $state = is_file($file) ? file_get_contents($file) : 'up';
    if ($state === 'stuck') {
        usleep((int) ($timeout * 1_000_000));
        throw new TimeoutException('Connection to ' . BACKENDS[$name] . ' timed out');
    }
    if ($state !== 'up') {
        throw new RuntimeException('Connection to ' . BACKENDS[$name] . ' refused');
    }
}

/** Makes a backend "up", "down" or "stuck". False if there is no such backend or state. */
function simulate(string $name, string $state): bool
{
    return isset(BACKENDS[$name])
        && in_array($state, ['up', 'down', 'stuck'], true)
        && file_put_contents(getenv('DATA_DIR') . "/$name.state", $state, LOCK_EX) !== false;
}
