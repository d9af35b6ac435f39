<?php

declare(strict_types=1);

final class Totals
{
    /** Address, two more fields, time, request, status and size; the combined format goes on after that. */
    private const LOG_LINE = '~^\S+ \S+ \S+ \[[^\]]+\] "[A-Z]+ (\S+) HTTP/[\d.]+" (\d{3}) (\d+|-)(?: |$)~';

    private int $requests = 0;
    private int $badLines = 0;
    private int $bytes = 0;
    private int $serverErrors = 0;
    /** @var array<string, int> */
    private array $paths = [];

    public function add(string $line): void
    {
        if (!preg_match(self::LOG_LINE, $line, $match)) {
            $this->badLines++;
            return;
        }
        [, $target, $status, $size] = $match;
        $path = explode('?', $target, 2)[0];
        $this->requests++;
        $this->bytes += (int) $size; // "-" is 0
        $this->serverErrors += $status[0] === '5' ? 1 : 0;
        $this->paths[$path] = ($this->paths[$path] ?? 0) + 1;
    }

    public function report(): string
    {
        $share = $this->requests === 0 ? 0.0 : 100 * $this->serverErrors / $this->requests;
        $lines = [
            "Requests: $this->requests",
            "Bad lines: $this->badLines",
            "Bytes: $this->bytes",
            sprintf('Server errors: %d (%.1F%%)', $this->serverErrors, $share),
            'Top paths:',
        ];
        foreach ($this->topPaths(5) as $path => $count) {
            $lines[] = "$count $path";
        }
        return implode("\n", $lines) . "\n";
    }

    /** @return array<string, int> */
    private function topPaths(int $most): array
    {
        $paths = $this->paths;
        uksort($paths, fn ($a, $b) => $paths[$b] <=> $paths[$a] ?: strcmp((string) $a, (string) $b));
        return array_slice($paths, 0, $most, preserve_keys: true);
    }
}

$file = $argv[1] ?? null;
$log = $file === null ? STDIN : @fopen($file, 'rb');
if ($log === false) {
    fwrite(STDERR, "Cannot open $file: " . error_get_last()['message'] . "\n");
    exit(2);
}

$totals = new Totals();
$lines = [];
while (($line = fgets($log)) !== false) {
    $lines[] = $line;
}
foreach ($lines as $line) {
    $totals->add(rtrim($line, "\r\n"));
}
echo $totals->report();
