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
        $id = bin2hex(random_bytes(16));
        file_put_contents("$this->folder/$id", $bytes);
        $this->files[$id] = ['id' => $id, 'name' => $name, 'type' => $type, 'size' => strlen($bytes)];
        return $this->json(201, $this->files[$id], ['Location' => "/files/$id"]);
    }

    private function download(string $id): array
    {
        $file = $this->files[$id] ?? throw new HttpError(404, 'There is no such file.');
        $headers = [
            'Content-Type' => $file['type'],
            'Content-Disposition' => "attachment; filename=\"{$file['name']}\"",
            'X-Content-Type-Options' => 'nosniff',
        ];
        return [200, $headers, file_get_contents("$this->folder/{$file['id']}")];
    }

    /** Throws a 400 for a name that is not safe in a header, or somewhere else. */
    private function checkName(string $name): void
    {
        if (!preg_match('/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$/D', $name)) {
            throw new HttpError(400, 'This is no name for a file.');
        }
    }

    /** What the bytes are. Throws a 415 if they are nothing that we take. */
    private function typeOf(string $bytes): string
    {
        return match (true) {
            str_starts_with($bytes, 'GIF87a'), str_starts_with($bytes, 'GIF89a') => 'image/gif',
            str_starts_with($bytes, '%PDF-') => 'application/pdf',
            default => throw new HttpError(415, 'Only GIF and PDF files are taken.'),
        };
    }

    /** The whole body. Throws a 413 without waiting for it if it is too large. */
    private function readBody(Request $request): string
    {
        $length = $request->headers['content-length'] ?? '';
        if (!ctype_digit($length)) {
            throw new HttpError(411, 'Say how long the file is.');
        }
        if ((int) $length > $this->maxBytes + 1) {
            throw new HttpError(413, "At most $this->maxBytes bytes are taken.");
        }
        $bytes = $request->read((int) $length);
        if (strlen($bytes) < (int) $length) {
            throw new HttpError(400, 'The file has not come whole.');
        }
        return $bytes;
    }

    private function json(int $status, array $body, array $headers = []): array
    {
        return [$status, ['Content-Type' => 'application/json', ...$headers], json_encode($body, JSON_THROW_ON_ERROR)];
    }
}

$app = new App(getenv('DATA_DIR'), (int) getenv('MAX_BYTES'));
serve(getenv('HOST'), (int) getenv('PORT'), $app->answer(...));
