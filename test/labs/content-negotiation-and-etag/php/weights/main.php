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

/**
 * Calls a function with the prices, keeps what it has made of them, and returns what the function returns. They are in a file, since PHP
 * forgets everything after each request; nobody else can change them meanwhile.
 */
function withPrices(callable $work): mixed
{
    $file = fopen(getenv('DATA_DIR') . '/prices.json', 'c+');
    flock($file, LOCK_EX);
    try {
        $prices = json_decode((string) stream_get_contents($file), true)
            ?? [['name' => 'Assam', 'cents' => 450], ['name' => 'Sencha', 'cents' => 720]];
        $result = $work($prices);
        $text = toJson($prices);
        ftruncate($file, 0);
        rewind($file);
        fwrite($file, $text);
        return $result;
    } finally {
        fclose($file);
    }
}

function toJson(mixed $value): string
{
    return json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
}

function toCsv(array $prices): string
{
    $field = fn (string $text) => strpbrk($text, "\",\r\n") === false ? $text : '"' . str_replace('"', '""', $text) . '"';
    $lines = array_map(fn (array $price) => "{$field($price['name'])},{$price['cents']}\r\n", $prices);
    return "name,cents\r\n" . implode('', $lines);
}

/** In the order in which they are preferred where the client does not mind. */
const FORMS = ['application/json' => 'toJson', 'text/csv' => 'toCsv'];

function getPrices(): void
{
    $form = chooseForm($_SERVER['HTTP_ACCEPT'] ?? '*/*');
    $body = FORMS[$form](withPrices(fn (array $prices) => $prices));
    $headers = ['ETag' => tagOf($body), 'Vary' => 'Accept'];
    if (lists($_SERVER['HTTP_IF_NONE_MATCH'] ?? '', $headers['ETag'], weak: true)) {
        send(304, '', $headers);
    } else {
        send(200, $body, ['Content-Type' => $form] + $headers);
    }
}

function putPrices(): void
{
    $wanted = $_SERVER['HTTP_IF_MATCH'] ?? throw new Refused(428, 'Say in If-Match which version you have read');
    $new = readPrices();
    withPrices(function (array &$prices) use ($wanted, $new) {
        if (!lists($wanted, tagOf(toJson($prices)))) {
            throw new Refused(412, 'The list has changed since you read it');
        }
        $prices = $new;
    });
    $body = toJson($new);
    send(200, $body, ['Content-Type' => 'application/json', 'ETag' => tagOf($body)]);
}

/** The form with the highest weight; the first one of those that are equal. */
function chooseForm(string $accept): string
{
    $weights = parseAccept($accept);
    $best = null;
    $highest = 0.0;
    foreach (array_keys(FORMS) as $form) {
        $weight = max($weights[$form] ?? 0.0, $weights[strtok($form, '/') . '/*'] ?? 0.0, $weights['*/*'] ?? 0.0);
        if ($weight > $highest) {
            [$best, $highest] = [$form, $weight];
        }
    }
    return $best ?? throw new Refused(406, 'There is only ' . implode(' and ', array_keys(FORMS)));
}

/** Media range => weight. */
function parseAccept(string $accept): array
{
    $weights = [];
    foreach (explode(',', strtolower($accept)) as $part) {
        $parameters = array_map('trim', explode(';', $part));
        $range = array_shift($parameters);
        $weights[$range] = 1.0;
        foreach ($parameters as $parameter) {
            if (str_starts_with($parameter, 'q=')) {
                $weights[$range] = (float) substr($parameter, 2);
            }
        }
    }
    return $weights;
}

function tagOf(string $body): string
{
    return '"' . substr(hash('sha256', $body), 0, 32) . '"';
}

/** Whether a header lists an ETag. Weak ones count only where that is enough. */
function lists(string $header, string $tag, bool $weak = false): bool
{
    preg_match_all('#\*|(?:W/)?"[^"]*"#', $header, $matches);
    $accepted = $weak ? ['*', $tag, "W/$tag"] : ['*', $tag];
    return array_intersect($accepted, $matches[0]) !== [];
}

function readPrices(): array
{
    $prices = json_decode((string) file_get_contents('php://input'), true);
    if (json_last_error() !== JSON_ERROR_NONE) {
        throw new Refused(400, 'The body is not JSON');
    }
    if (!is_array($prices) || !array_is_list($prices)) {
        throw new Refused(422, 'The body is not a list of prices');
    }
    return array_map(function (mixed $price) {
        if (!is_string($price['name'] ?? null) || !is_int($price['cents'] ?? null)) {
            throw new Refused(422, 'The body is not a list of prices');
        }
        return ['name' => $price['name'], 'cents' => $price['cents']];
    }, $prices);
}

function send(int $status, string $body, array $headers): void
{
    http_response_code($status);
    foreach ($headers as $name => $value) {
        header("$name: $value");
    }
    echo $body;
}

function answer(string $method, string $path): void
{
    if ($path !== '/prices') {
        throw new Refused(404, "There is nothing at $path");
    }
    match ($method) {
        'GET' => getPrices(),
        'PUT' => putPrices(),
        default => throw new Refused(405, 'Only GET and PUT are allowed here'),
    };
}

try {
    answer($_SERVER['REQUEST_METHOD'], $_SERVER['REQUEST_URI']);
} catch (Refused $refused) {
    $headers = ['Content-Type' => 'application/json'] + ($refused->status === 405 ? ['Allow' => 'GET, PUT'] : []);
    send($refused->status, toJson(['error' => $refused->getMessage()]), $headers);
}
