<?php

declare(strict_types=1);

final class HttpError extends RuntimeException
{
    public function __construct(public readonly int $status, string $message)
    {
        parent::__construct($message);
    }
}

/** Sets what every answer needs. Throws a 403 for a write that a stranger's page has sent. */
function applyCors(): void
{
    $allowed = explode(',', getenv('ALLOWED_ORIGINS'));
    $origin = $_SERVER['HTTP_ORIGIN'] ?? null;
    $method = $_SERVER['REQUEST_METHOD'];
    header('Vary: Origin');
    if (in_array($origin, $allowed, true)) {
        header("Access-Control-Allow-Origin: $origin");
        header('Access-Control-Allow-Credentials: true');
        header('Access-Control-Expose-Headers: Location');
        if ($method === 'OPTIONS') {
            header('Access-Control-Allow-Methods: GET, POST');
            header('Access-Control-Allow-Headers: Content-Type');
            header('Access-Control-Max-Age: 7200');
        }
    } elseif ($origin !== null && !in_array($method, ['GET', 'HEAD', 'OPTIONS'], true)) {
        throw new HttpError(403, 'Pages of this origin may not write here.');
    }
}

/**
 * Reads the notes and writes back what the function returns of them. Several requests run at a time, so the file is
 * locked meanwhile.
 *
 * @param callable(list<array{id: int, text: string}>): list<array{id: int, text: string}> $change
 * @return list<array{id: int, text: string}> what is stored now
 */
function withNotes(callable $change): array
{
    $file = fopen(getenv('DATA_DIR') . '/notes.json', 'c+');
    flock($file, LOCK_EX);
    try {
        $notes = $change(json_decode(stream_get_contents($file), true) ?? []);
        rewind($file);
        ftruncate($file, 0);
        fwrite($file, json_encode($notes, JSON_THROW_ON_ERROR));
        return $notes;
    } finally {
        fclose($file);
    }
}

function listNotes(): void
{
    send(200, ['notes' => withNotes(fn(array $notes): array => $notes)]);
}

function addNote(): void
{
    $body = json_decode(file_get_contents('php://input'), true);
    $text = is_array($body) ? $body['text'] ?? null : null;
    if (!is_string($text)) {
        throw new HttpError(400, 'A JSON object with a text is needed.');
    }
    $notes = withNotes(fn(array $notes): array => [...$notes, ['id' => count($notes) + 1, 'text' => $text]]);
    $note = end($notes);
    header("Location: /notes/{$note['id']}");
    send(201, $note);
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
    applyCors();
    $path = explode('?', $_SERVER['REQUEST_URI'], 2)[0];
    $route = $_SERVER['REQUEST_METHOD'] === 'OPTIONS' ? 'OPTIONS' : "{$_SERVER['REQUEST_METHOD']} $path";
    match ($route) {
        'OPTIONS' => send(204),
        'GET /notes' => listNotes(),
        'POST /notes' => addNote(),
        default => throw new HttpError(404, 'There is nothing here.'),
    };
} catch (HttpError $error) {
    send($error->status, ['error' => $error->getMessage()]);
}
