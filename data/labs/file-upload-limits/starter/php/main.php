<?php

declare(strict_types=1);

require __DIR__ . '/http.php';

final class HttpError extends RuntimeException
{
    public function __construct(public readonly int $status, string $message)
    {
        parent::__construct($message);
    }
}

final class App
{
    /** @var array<string, array{id: string, name: string, type: string, size: int}> by id, which is the name in the folder */
    private array $files = [];

    public function __construct(private readonly string $folder, private readonly int $maxBytes)
    {
    }

    /** @return array{int, array<string, string>, string} status, headers and body */
    public function answer(Request $request): array
    {
        try {
            return match (true) {
                $request->path === '/files' && $request->method === 'GET' => $this->json(200, ['files' => array_values($this->files)]),
                $request->path === '/files' && $request->method === 'POST' => $this->upload($request),
                str_starts_with($request->path, '/files/') && $request->method === 'GET' => $this->download(substr($request->path, 7)),
                default => throw new HttpError(404, 'There is nothing here.'),
            };
        } catch (HttpError $error) {
            return $this->json($error->status, ['error' => $error->getMessage()]);
        }
    }

    private function upload(Request $request): array
    {
        $name = $request->query['name'] ?? '';
        $this->checkName($name);
        $bytes = $this->readBody($request);
        $type = $this->typeOf($bytes);
        // TODO: an id of its own for each upload.
        $id = 'TODO';
        file_put_contents("$this->folder/$id", $bytes);
        $this->files[$id] = ['id' => $id, 'name' => $name, 'type' => $type, 'size' => strlen($bytes)];
        return $this->json(201, $this->files[$id], ['Location' => "/files/$id"]);
    }

    private function download(string $id): array
    {
        $file = $this->files[$id] ?? throw new HttpError(404, 'There is no such file.');
        // TODO: say that it is to be stored, not shown, and that its type is not to be guessed.
        $headers = ['Content-Type' => $file['type']];
        return [200, $headers, file_get_contents("$this->folder/{$file['id']}")];
    }

    /** Throws a 400 for a name that is not safe in a header, or somewhere else. */
    private function checkName(string $name): void
    {
        // TODO
    }

    /** What the bytes are. Throws a 415 if they are nothing that we take. */
    private function typeOf(string $bytes): string
    {
        // TODO: look at the first bytes.
        return 'application/octet-stream';
    }

    /** The whole body. Throws a 413 without waiting for it if it is too large. */
    private function readBody(Request $request): string
    {
        // TODO: refuse what is too large. A body in chunks ("Transfer-Encoding") has no length, and would not be read here.
        return $request->read((int) ($request->headers['content-length'] ?? 0));
    }

    private function json(int $status, array $body, array $headers = []): array
    {
        return [$status, ['Content-Type' => 'application/json', ...$headers], json_encode($body, JSON_THROW_ON_ERROR)];
    }
}

$app = new App(getenv('DATA_DIR'), (int) getenv('MAX_BYTES'));
serve(getenv('HOST'), (int) getenv('PORT'), $app->answer(...));
