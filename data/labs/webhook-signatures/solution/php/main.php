<?php

declare(strict_types=1);

const TOLERANCE = 300;

final class HttpError extends RuntimeException
{
    public function __construct(public readonly int $status, string $message)
    {
        parent::__construct($message);
    }
}

/** Throws a 401 unless the provider has sent just this body, and not long ago. */
function verify(string $body): void
{
    $timestamp = $_SERVER['HTTP_X_TIMESTAMP'] ?? '';
    $signature = $_SERVER['HTTP_X_SIGNATURE'] ?? '';
    if (!ctype_digit($timestamp) || abs(time() - (int) $timestamp) > TOLERANCE) {
        throw new HttpError(401, 'The timestamp is missing or too far away.');
    }
    foreach (explode(',', getenv('WEBHOOK_SECRETS')) as $secret) {
        if (hash_equals('sha256=' . hash_hmac('sha256', "$timestamp.$body", $secret), $signature)) {
            return;
        }
    }
    throw new HttpError(401, 'The signature is wrong.');
}

/**
 * The event in a body. Throws a 400 if there is none.
 *
 * @return array{id: string, type: string}
 */
function parseEvent(string $body): array
{
    $event = json_decode($body, true);
    $id = $event['id'] ?? null;
    if (!is_string($id) || !preg_match('/^[A-Za-z0-9_-]{1,64}$/D', $id) || !is_string($event['type'] ?? null)) {
        throw new HttpError(400, 'An event is a JSON object with an id and a type.');
    }
    return $event;
}

/** Returns when the event is on disk. */
function store(array $event, string $body): void
{
    $temporary = tempnam(getenv('DATA_DIR'), 'new');
    $file = fopen($temporary, 'w');
    if (fwrite($file, $body) !== strlen($body) || !fsync($file) || !fclose($file)) {
        throw new RuntimeException("Cannot write to $temporary.");
    }
    // One file for each id: the same event once more replaces itself.
    rename($temporary, getenv('DATA_DIR') . "/{$event['id']}.json");
}

function receive(): void
{
    $body = file_get_contents('php://input');
    verify($body);
    store(parseEvent($body), $body);
    http_response_code(204);
}

/** The stored events: the files *.json in DATA_DIR, which are named after their ids. */
function listEvents(): void
{
    $events = [];
    foreach (glob(getenv('DATA_DIR') . '/*.json') as $file) {
        ['id' => $id, 'type' => $type] = json_decode(file_get_contents($file), true);
        $events[] = ['id' => $id, 'type' => $type];
    }
    usort($events, fn(array $one, array $other): int => strcmp($one['id'], $other['id']));
    send(200, ['events' => $events]);
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
        'POST /webhooks' => receive(),
        'GET /events' => listEvents(),
        default => throw new HttpError(404, 'There is nothing here.'),
    };
} catch (HttpError $error) {
    send($error->status, ['error' => $error->getMessage()]);
}
