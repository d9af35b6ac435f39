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

/** All orders and refunds, in a file. PHP answers several requests at the same time, each in a process of its own. */
final class Entries
{
    private readonly string $file;

    public function __construct(string $folder)
    {
        $this->file = "$folder/entries.json";
    }

    /** Calls a function while nobody else is inside such a call. */
    public function locked(callable $work): mixed
    {
        $lock = fopen("$this->file.lock", 'c');
        try {
            return $work();
        } finally {
            fclose($lock);
        }
    }

    /** Oldest first; only one kind of them, if one is named. */
    public function all(?string $kind = null): array
    {
        $all = is_file($this->file) ? json_decode(file_get_contents($this->file), true) : [];
        return $kind === null ? $all : array_values(array_filter($all, fn (array $entry) => $entry['kind'] === $kind));
    }

    /** Adds an entry. The file is replaced as a whole, so a crash leaves the old or the new one. */
    public function store(array $entry): void
    {
        $new = tempnam(dirname($this->file), 'new');
        $copy = fopen($new, 'w');
        fwrite($copy, json_encode([...$this->all(), $entry], JSON_THROW_ON_ERROR));
        fsync($copy);
        fclose($copy);
        rename($new, $this->file);
    }
}

/** The entry for this key, which is made if there is none yet. A database would have a unique index on the key. */
function create(Entries $entries, string $kind, array $fields, string $key): array
{
    // One lock from the search to the end of the storing: nobody comes in between.
    return $entries->locked(function () use ($entries, $kind, $fields, $key) {
        foreach ($entries->all() as $earlier) {
            if ($earlier['key'] === $key) {
                $same = $earlier['kind'] === $kind && array_intersect_key($earlier, $fields) === $fields;
                return $same ? $earlier : throw new Refused(422, 'This key was used for another request');
            }
        }
        // The key is a part of the entry, so that no crash can separate them.
        usleep(50_000);
        $entry = ['kind' => $kind, 'key' => $key, 'id' => count($entries->all($kind)) + 1, ...$fields];
        $entries->store($entry);
        return $entry;
    });
}

function readKey(): string
{
    $key = $_SERVER['HTTP_IDEMPOTENCY_KEY'] ?? '';
    if ($key === '' || strlen($key) > 255) {
        throw new Refused(400, 'Send a header Idempotency-Key of 1 to 255 characters');
    }
    return $key;
}

/** What clients see of an entry. */
function visible(array $entry): array
{
    return ['id' => $entry['id'], 'item' => $entry['item'], 'quantity' => $entry['quantity']];
}

function readEntry(): array
{
    $body = json_decode((string) file_get_contents('php://input'));
    if (json_last_error() !== JSON_ERROR_NONE) {
        throw new Refused(400, 'The body is not JSON');
    }
    $item = $body->item ?? null;
    $quantity = $body->quantity ?? null;
    if (!is_string($item) || $item === '') {
        throw new Refused(422, 'The item must be a text');
    }
    if (!is_int($quantity) || $quantity < 1) {
        throw new Refused(422, 'The quantity must be a whole number from 1 on');
    }
    return ['item' => $item, 'quantity' => $quantity];
}

function answer(string $method, string $path): void
{
    $entries = new Entries(getenv('DATA_DIR'));
    $kind = substr($path, 1);
    if (!in_array($kind, ['orders', 'refunds'], true)) {
        throw new Refused(404, "There is nothing at $path");
    }
    if ($method === 'GET') {
        send(200, array_map('visible', $entries->all($kind)));
    } elseif ($method === 'POST') {
        $entry = create($entries, $kind, readEntry(), readKey());
        send(201, visible($entry), ['Location' => "/$kind/{$entry['id']}"]);
    } else {
        throw new Refused(405, 'Only GET and POST are allowed here');
    }
}

function send(int $status, mixed $value, array $headers = []): void
{
    foreach ($headers as $name => $text) {
        header("$name: $text");
    }
    http_response_code($status);
    header('Content-Type: application/json');
    echo json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
}

try {
    answer($_SERVER['REQUEST_METHOD'], $_SERVER['REQUEST_URI']);
} catch (Refused $refused) {
    $headers = $refused->status === 405 ? ['Allow' => 'GET, POST'] : [];
    send($refused->status, ['error' => $refused->getMessage()], $headers);
}
