<?php

declare(strict_types=1);

// Each request runs this file from the top, in one of several processes: nothing is kept in variables from one request to the next.

require __DIR__ . '/backends.php';

/** What the service uses, and whether it can work without. */
const VITAL = ['database' => true, 'cache' => false];

/** Seconds that each of them may take to answer. */
const PATIENCE = 1;

function drain_file(): string
{
    return getenv('DATA_DIR') . '/draining';
}

function check(string $name): string
{
    try {
        ping($name, PATIENCE);

        return 'up';
    } catch (RuntimeException $exception) {
        error_log($exception->getMessage());

        return 'down';
    }
}

function readiness(): array
{
    $checks = [];
    $works = true;
    foreach (VITAL as $name => $vital) {
        $checks[$name] = check($name);
        $works = $works && ($checks[$name] === 'up' || !$vital);
    }
    $status = is_file(drain_file()) ? 'draining' : ($works ? 'ready' : 'not ready');

    return [$status === 'ready' ? 200 : 503, ['status' => $status, 'checks' => $checks]];
}

function drain(): array
{
    // All processes must know of it.
    if (!touch(drain_file())) {
        throw new RuntimeException('The file for draining cannot be made.');
    }

    return [202, ['status' => 'draining']];
}

/** Answers with a status, and with what is sent as JSON. */
function handle(string $method, string $path, string $body): array
{
    if ($method === 'PUT' && preg_match('~^/simulate/(\w+)$~D', $path, $match)) {
        return [simulate($match[1], $body) ? 204 : 400, null];
    }

    return match ("$method $path") {
        'GET /livez' => [200, ['status' => 'ok']],
        'GET /readyz' => readiness(),
        'POST /drain' => drain(),
        default => [404, ['error' => 'There is nothing here.']],
    };
}

try {
    [$status, $content] = handle($_SERVER['REQUEST_METHOD'], $_SERVER['REQUEST_URI'], file_get_contents('php://input'));
} catch (Throwable $exception) {
    error_log((string) $exception);
    [$status, $content] = [500, ['error' => 'Something went wrong.']];
}
http_response_code($status);
header('Cache-Control: no-store');
if ($content !== null) {
    header('Content-Type: application/json');
    echo json_encode($content);
}
