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
    // TODO: $_SERVER['HTTP_ORIGIN'] and getenv('ALLOWED_ORIGINS') decide.
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
    // TODO: answer preflights (OPTIONS).
    match ("{$_SERVER['REQUEST_METHOD']} $path") {
        'GET /notes' => listNotes(),
        'POST /notes' => addNote(),
        default => throw new HttpError(404, 'There is nothing here.'),
    };
} catch (HttpError $error) {
    send($error->status, ['error' => $error->getMessage()]);
}
