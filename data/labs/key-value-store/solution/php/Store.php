<?php

declare(strict_types=1);

/**
 * A file for each key, which is written under another name first and then takes the place of the old one in one step: whoever reads it, and
 * whoever comes after a kill, finds the old value or the new one. Its first line is the key; the value follows. Files are named by a hash
 * of the key, as names of files may not hold everything.
 */
final class Store
{
    public function __construct(private readonly string $folder)
    {
    }

    /** Null if there is no such key. */
    public function get(string $key): ?string
    {
        $file = $this->fileOf($key);
        // Another process may delete the file between two looks at it, so there is only one.
        $content = is_file($file) ? @file_get_contents($file) : false;

        return $content === false ? null : substr($content, strpos($content, "\n") + 1);
    }

    /** @return list<string> */
    public function keys(): array
    {
        $keys = [];
        foreach (glob("$this->folder/*.value") as $file) {
            $line = ($handle = @fopen($file, 'rb')) ? fgets($handle) : false;
            if ($line !== false) {
                $keys[] = rawurldecode(rtrim($line, "\n"));
            }
        }
        sort($keys, SORT_STRING);

        return $keys;
    }

    /** True if the key is new. */
    public function set(string $key, string $value): bool
    {
        return $this->exclusively(function () use ($key, $value): bool {
            $file = $this->fileOf($key);
            $isNew = !is_file($file);
            $draft = "$file.new";
            $content = rawurlencode($key) . "\n" . $value;
            $handle = fopen($draft, 'wb');
            if (!$handle || fwrite($handle, $content) !== strlen($content) || !fsync($handle) || !fclose($handle) || !rename($draft, $file)) {
                throw new RuntimeException('The value could not be written.');
            }

            return $isNew;
        });
    }

    /** False if there is nothing to delete. */
    public function delete(string $key): bool
    {
        return $this->exclusively(function () use ($key): bool {
            $file = $this->fileOf($key);

            return is_file($file) && unlink($file);
        });
    }

    /** Runs a change while no other process makes one. The end of the process lets the lock go, however it comes. */
    private function exclusively(callable $change): bool
    {
        $lock = fopen("$this->folder/lock", 'c');
        if (!$lock || !flock($lock, LOCK_EX)) {
            throw new RuntimeException('The store could not be locked.');
        }
        // What this process remembers of files may be old by now.
        clearstatcache();
        try {
            return $change();
        } finally {
            fclose($lock);
        }
    }

    private function fileOf(string $key): string
    {
        return "$this->folder/" . hash('sha256', $key) . '.value';
    }
}
