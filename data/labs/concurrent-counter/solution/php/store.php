<?php

declare(strict_types=1);

// Where the counters are kept: one small file each. Every call takes a moment, as with a database on another machine.
// Leave this file as it is.

/** The value of a counter; 0 if it was never written. */
function read(string $name): int
{
    usleep(10_000);
    $file = getenv('DATA_DIR') . "/$name.txt";

    return is_file($file) ? (int) file_get_contents($file) : 0;
}

function write(string $name, int $value): void
{
    usleep(10_000);
    // A reader sees the old file or the new one, never half of one.
    $draft = tempnam(getenv('DATA_DIR'), 'new');
    file_put_contents($draft, (string) $value);
    rename($draft, getenv('DATA_DIR') . "/$name.txt");
}
