<?php

declare(strict_types=1);

final class Totals
{
    private int $requests = 0;
    private int $badLines = 0;
    private int $bytes = 0;
    private int $serverErrors = 0;
    /** @var array<string, int> */
    private array $paths = [];

    public function add(string $line): void
    {
        // TODO: take the line apart, and add to the totals. What is no log line is a bad line.
        $this->requests++;
    }

    public function report(): string
    {
        // TODO: the share of server errors, and the five most frequent paths.
        $lines = [
            "Requests: $this->requests",
            "Bad lines: $this->badLines",
            "Bytes: $this->bytes",
            "Server errors: $this->serverErrors",
            'Top paths:',
        ];
        return implode("\n", $lines) . "\n";
    }
}

// TODO: without a file, read STDIN. What if the file cannot be opened?
$log = fopen($argv[1], 'rb');

$totals = new Totals();
while (($line = fgets($log)) !== false) {
    $totals->add(rtrim($line, "\r\n"));
}
echo $totals->report();
