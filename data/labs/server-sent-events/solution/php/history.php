<?php

declare(strict_types=1);

// All messages, one line of Base64 each, in a file: the first line is message 1. Leave this file as it is.

/** Adds a message; its number. */
function append(string $text): int
{
    $file = fopen(getenv('DATA_DIR') . '/history', 'c+');
    flock($file, LOCK_EX);
    $id = 1;
    while (fgets($file) !== false) {
        $id++;
    }
    fwrite($file, base64_encode($text) . "\n");
    fclose($file);

    return $id;
}

/**
 * All messages with a number above this one.
 *
 * @return array<int, string> number => text
 */
function after(int $id): array
{
    $messages = [];
    $number = 0;
    foreach (history_lines() as $line) {
        if (++$number > $id) {
            $messages[$number] = base64_decode($line);
        }
    }

    return $messages;
}

/** The number of the newest message; 0 if there is none. */
function newest(): int
{
    return count(history_lines());
}

function history_lines(): array
{
    $file = @fopen(getenv('DATA_DIR') . '/history', 'r');
    if (!$file) {
        return [];
    }
    flock($file, LOCK_SH);
    $lines = explode("\n", stream_get_contents($file), -1);
    fclose($file);

    return $lines;
}
