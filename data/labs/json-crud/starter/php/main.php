<?php

declare(strict_types=1);

// PHP forgets everything after each request, and several requests run at the same time in processes of their own. So the books live in a
// file, and whoever wants to change it holds its lock meanwhile.

/** Calls a function with the state, keeps what it has made of it, and returns what the function returns. Nobody else can change it meanwhile. */
function change(callable $work): mixed
{
    $file = fopen(getenv('DATA_DIR') . '/state.json', 'c+');
    flock($file, LOCK_EX);
    try {
        $state = json_decode((string) stream_get_contents($file), true) ?? ['lastId' => 0, 'books' => []];
        $result = $work($state);
        $text = json_encode($state, JSON_THROW_ON_ERROR);
        ftruncate($file, 0);
        rewind($file);
        fwrite($file, $text);
        return $result;
    } finally {
        fclose($file);
    }
}

/** Answers with JSON; without a body where the value is null. */
function send(int $status, mixed $value = null, array $headers = []): void
{
    foreach ($headers as $name => $text) {
        header("$name: $text");
    }
    http_response_code($status);
    if ($value !== null) {
        header('Content-Type: application/json; charset=utf-8');
        echo json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
    }
}

function answer(string $method, string $path): void
{
    if ($path === '/books' && $method === 'GET') {
        // TODO: all books, in the order in which they were added.
        // This is how the state is read and changed: change(function (array &$state) { $state['lastId']++; … });
        send(200, [['id' => 1, 'title' => 'An example', 'author' => 'Nobody']]);
        return;
    }
    // TODO: POST /books, and GET, PUT and DELETE of /books/{id}. The body is file_get_contents('php://input').
    send(404, ['error' => "There is nothing at $path"]);
}

answer($_SERVER['REQUEST_METHOD'], explode('?', $_SERVER['REQUEST_URI'], 2)[0]);
