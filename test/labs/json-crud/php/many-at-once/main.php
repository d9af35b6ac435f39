<?php

declare(strict_types=1);

/** A request that is answered with this status and message. */
final class Refused extends Exception
{
    public function __construct(public readonly int $status, string $message)
    {
        parent::__construct($message);
    }
}

/** The books, in a file: PHP forgets everything after each request, and several requests run at the same time. */
final class Shelf
{
    public function __construct(private readonly string $path)
    {
    }

    public function all(): array
    {
        return $this->change(fn (array &$state) => array_values($state['books']));
    }

    public function add(array $fields): array
    {
        return $this->change(function (array &$state) use ($fields) {
            $id = ++$state['lastId'];
            return $state['books'][$id] = ['id' => $id] + $fields;
        });
    }

    public function get(int $id): array
    {
        return $this->change(fn (array &$state) => $state['books'][$id] ?? throw self::unknown($id));
    }

    public function replace(int $id, array $fields): array
    {
        return $this->change(function (array &$state) use ($id, $fields) {
            isset($state['books'][$id]) || throw self::unknown($id);
            return $state['books'][$id] = ['id' => $id] + $fields;
        });
    }

    public function delete(int $id): void
    {
        $this->change(function (array &$state) use ($id) {
            isset($state['books'][$id]) || throw self::unknown($id);
            unset($state['books'][$id]);
        });
    }

    private static function unknown(int $id): Refused
    {
        return new Refused(404, "There is no book $id");
    }

    /** Calls a function with the state and keeps what it has made of it. Nobody else can change it meanwhile. */
    private function change(callable $work): mixed
    {
        $file = fopen($this->path, 'c+');
        try {
            $state = json_decode((string) stream_get_contents($file), true) ?? ['lastId' => 0, 'books' => []];
            $result = $work($state);
            usleep(50_000);
            $text = json_encode($state, JSON_THROW_ON_ERROR);
            ftruncate($file, 0);
            rewind($file);
            fwrite($file, $text);
            return $result;
        } finally {
            fclose($file);
        }
    }
}

/** Title and author from the body, and nothing else that may be in it. */
function readBook(): array
{
    $body = json_decode((string) file_get_contents('php://input'));
    if (json_last_error() !== JSON_ERROR_NONE) {
        throw new Refused(400, 'The body is not JSON');
    }
    $title = $body->title ?? null;
    $author = $body->author ?? null;
    if (!is_string($title) || !is_string($author)) {
        throw new Refused(400, 'A book needs a title and an author, both text');
    }
    return ['title' => $title, 'author' => $author];
}

function collection(string $method, Shelf $shelf): void
{
    switch ($method) {
        case 'GET':
            send(200, $shelf->all());
            break;
        case 'POST':
            $book = $shelf->add(readBook());
            send(201, $book, ['Location' => "/books/{$book['id']}"]);
            break;
        default:
            notAllowed('GET, POST');
    }
}

function book(string $method, int $id, Shelf $shelf): void
{
    switch ($method) {
        case 'GET':
            send(200, $shelf->get($id));
            break;
        case 'PUT':
            send(200, $shelf->replace($id, readBook()));
            break;
        case 'DELETE':
            $shelf->delete($id);
            send(204);
            break;
        default:
            notAllowed('GET, PUT, DELETE');
    }
}

function notAllowed(string $allow): void
{
    send(405, ['error' => "Only $allow are allowed here"], ['Allow' => $allow]);
}

function answer(string $method, string $path): void
{
    $shelf = new Shelf(getenv('DATA_DIR') . '/state.json');
    if ($path === '/books') {
        collection($method, $shelf);
    } elseif (preg_match('#^/books/([1-9]\d{0,14})$#D', $path, $match)) {
        book($method, (int) $match[1], $shelf);
    } else {
        throw new Refused(404, "There is nothing at $path");
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

try {
    answer($_SERVER['REQUEST_METHOD'], explode('?', $_SERVER['REQUEST_URI'], 2)[0]);
} catch (Refused $refused) {
    send($refused->status, ['error' => $refused->getMessage()]);
}
