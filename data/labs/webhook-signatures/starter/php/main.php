<?php

declare(strict_types=1);

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
    // TODO: $_SERVER['HTTP_X_TIMESTAMP'], $_SERVER['HTTP_X_SIGNATURE'] and getenv('WEBHOOK_SECRETS') decide.
}

/**
 * The event in a body. Throws a 400 if there is none.
 *
 * @return array{id: string, type: string}
 */
function parseEvent(string $body): array
{
    // TODO: answer 400 to what is no event.
    return json_decode($body, true);
}

/** Returns when the event is on disk. */
function store(array $event, string $body): void
{
    // TODO: store it once, however often it comes, and so that a crash leaves no half of it.
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
