<?php

declare(strict_types=1);

// Each request runs this file from the top, in one of several processes: nothing is kept in variables from one request to the next, and
// nobody can call another request. A stream finds new messages by looking into the history several times a second.

require __DIR__ . '/history.php';

const MAX_MESSAGE = 64 * 1024;

function post(): void
{
    $text = file_get_contents('php://input', false, null, 0, MAX_MESSAGE + 1);
    if (strlen($text) > MAX_MESSAGE) {
        http_response_code(413);

        return;
    }
    $id = append($text);
    http_response_code(201);
    header('Content-Type: application/json');
    echo json_encode(['id' => $id]);
}

function stream(string $last): void
{
    $seen = preg_match('~^\d{1,15}$~D', $last) ? (int) $last : newest();
    set_time_limit(0);
    header('Content-Type: text/event-stream');
    header('Cache-Control: no-cache');
    // No buffer may hold back what is sent.
    while (ob_get_level() > 0) {
        ob_end_clean();
    }
    send(": welcome\n\n");
    $quiet = 0;
    while (true) {
        foreach (after($seen) as $id => $text) {
            send(event($id, $text));
            $seen = $id;
            $quiet = 0;
        }
        usleep(100_000);
        // PHP notices only when it writes that a client is gone, and then ends this request by itself. It holds one of few processes.
        if (++$quiet % 20 === 0) {
            send(": still here\n\n");
        }
    }
}

function send(string $text): void
{
    echo $text;
    flush();
}

function event(int $id, string $text): string
{
    $lines = preg_split('~\r\n|\r|\n~', $text);

    return "id: $id\n" . implode('', array_map(fn (string $line) => "data: $line\n", $lines)) . "\n";
}

match ($_SERVER['REQUEST_METHOD'] . ' ' . $_SERVER['REQUEST_URI']) {
    'POST /messages' => post(),
    'GET /events' => stream($_SERVER['HTTP_LAST_EVENT_ID'] ?? ''),
    default => http_response_code(404),
};
