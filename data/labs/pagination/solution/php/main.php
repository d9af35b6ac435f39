<?php

declare(strict_types=1);

/** A request that is answered with this status and title. */
final class Problem extends Exception
{
    public function __construct(public readonly int $status, string $title)
    {
        parent::__construct($title);
    }
}

/**
 * Calls a function with all books (in no special order), keeps what it has made of them, and returns what the function returns. They are in
 * a file, since PHP forgets everything after each request; nobody else can change them meanwhile.
 */
function withBooks(callable $work): mixed
{
    $file = fopen(getenv('DATA_DIR') . '/books.json', 'c+');
    flock($file, LOCK_EX);
    try {
        $books = json_decode((string) stream_get_contents($file), true) ?? array_map(fn (int $id) => [
            'id' => $id,
            'title' => "Book $id",
            'added' => sprintf('2026-03-%02d', $id * 7 % 10 + 1),
        ], range(1, 120));
        $result = $work($books);
        $text = json_encode($books, JSON_THROW_ON_ERROR);
        ftruncate($file, 0);
        rewind($file);
        fwrite($file, $text);
        return $result;
    } finally {
        fclose($file);
    }
}

/** Where a book stands: all that the order depends on. */
function place(array $book): array
{
    return [$book['added'], $book['id']];
}

/** One page. The arguments are null where the request does not have them. */
function listBooks(?string $limit, ?string $after): array
{
    $size = parseLimit($limit ?? '20');
    $start = $after === null ? null : parseCursor($after);
    $behind = array_filter(
        withBooks(fn (array $books) => $books),
        fn (array $book) => $start === null || place($book) < $start,
    );
    usort($behind, fn (array $a, array $b) => place($b) <=> place($a));
    // One more than asked for tells whether there is another page. A database would use an index on added and id.
    $items = array_slice($behind, 0, $size);
    return ['items' => $items, 'next' => count($behind) > $size ? cursorOf(end($items)) : null];
}

function parseLimit(string $text): int
{
    if (!preg_match('/^0*[1-9]\d{0,8}$/D', $text)) {
        throw new Problem(400, 'The limit must be a whole number from 1 on');
    }
    return min((int) $text, 100);
}

/** The place of a book in the order; it stays valid when the book is deleted. */
function cursorOf(array $book): string
{
    return rtrim(strtr(base64_encode(implode(' ', place($book))), '+/', '-_'), '=');
}

function parseCursor(string $text): array
{
    $decoded = (string) base64_decode(strtr($text, '-_', '+/'), true);
    if (!preg_match('/^(\d{4}-\d\d-\d\d) (\d{1,15})$/D', $decoded, $match)) {
        throw new Problem(400, 'The cursor is not one of ours');
    }
    return [$match[1], (int) $match[2]];
}

function addBook(array $fields): array
{
    return withBooks(function (array &$books) use ($fields) {
        $id = max(120, ...array_column($books, 'id')) + 1;
        return $books[] = ['id' => $id, 'title' => (string) $fields['title'], 'added' => (string) $fields['added']];
    });
}

function deleteBook(string $path): void
{
    withBooks(function (array &$books) use ($path) {
        $left = array_filter($books, fn (array $book) => $path !== "/books/{$book['id']}");
        if (count($left) === count($books)) {
            throw new Problem(404, "There is nothing at $path");
        }
        $books = array_values($left);
    });
}

function parameter(string $name): ?string
{
    $value = $_GET[$name] ?? null;
    return is_array($value) ? '' : $value;
}

function answer(string $method, string $path): void
{
    if ($path === '/books' && $method === 'GET') {
        send(200, listBooks(parameter('limit'), parameter('after')));
    } elseif ($path === '/books' && $method === 'POST') {
        send(201, addBook(json_decode((string) file_get_contents('php://input'), true) ?? []));
    } elseif ($method === 'DELETE') {
        deleteBook($path);
        http_response_code(204);
    } else {
        throw new Problem(404, "There is nothing at $path");
    }
}

function send(int $status, mixed $value, string $type = 'application/json'): void
{
    http_response_code($status);
    header("Content-Type: $type");
    echo json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
}

try {
    answer($_SERVER['REQUEST_METHOD'], explode('?', $_SERVER['REQUEST_URI'], 2)[0]);
} catch (Problem $problem) {
    $document = ['title' => $problem->getMessage(), 'status' => $problem->status];
    send($problem->status, $document, 'application/problem+json');
}
