<?php

declare(strict_types=1);

const COLUMNS = ['email', 'name', 'age'];

/** Nothing of the file can be used. */
final class UnusableException extends Exception
{
}

/** A row is left out. */
final class RowException extends Exception
{
}

/**
 * The records of a text in the form of RFC 4180, by the line where each begins.
 *
 * @return iterable<int, list<string>>
 */
function records(string $text): iterable
{
    $field = '~\G(?:"([^"]*+(?:""[^"]*+)*+)"|([^",\r\n]*+))(,|\r?\n|\z)~';
    $at = 0;
    $line = $start = 1;
    $fields = [];
    while ($at < strlen($text) || $fields !== []) {
        if (!preg_match($field, $text, $match, PREG_UNMATCHED_AS_NULL, $at)) {
            throw new UnusableException("line $start: a quote is not closed, or stands where none may be");
        }
        [$whole, $quoted, $plain, $end] = $match;
        $fields[] = $quoted === null ? $plain : str_replace('""', '"', $quoted);
        $at += strlen($whole);
        $line += substr_count($whole, "\n");
        if ($end === ',') {
            continue;
        }
        if ($fields !== ['']) {
            yield $start => $fields;
        }
        $start = $line;
        $fields = [];
    }
}

/**
 * @param array<string, string> $row
 * @return array{email: string, name: string, age: ?int}
 */
function customer(array $row): array
{
    ['email' => $email, 'name' => $name, 'age' => $age] = $row;
    if (!preg_match('/^[^@]+@[^@]+$/D', $email)) {
        throw new RowException('email must have one @ with something on both sides');
    }
    if ($name === '') {
        throw new RowException('name is missing');
    }
    if (!preg_match('/^\d{0,3}$/D', $age) || (int) $age > 150) {
        throw new RowException('age must be a whole number from 0 to 150, or empty');
    }
    return ['email' => strtolower($email), 'name' => $name, 'age' => $age === '' ? null : (int) $age];
}

/**
 * Puts the rows of a CSV text into $customers, by email.
 *
 * @return list<string> the complaints about rows that are left out
 */
function load(string $text, array &$customers): array
{
    $rows = iterator_to_array(records($text));
    $header = reset($rows) ?: [];
    $missing = array_diff(COLUMNS, $header);
    if ($missing !== []) {
        throw new UnusableException('there is no column ' . implode(', ', $missing));
    }

    $complaints = [];
    $lines = [];
    foreach (array_slice($rows, 1, preserve_keys: true) as $line => $fields) {
        try {
            if (count($fields) !== count($header)) {
                throw new RowException(sprintf('%d fields where %d are expected', count($fields), count($header)));
            }
            $found = customer(array_combine($header, $fields));
            $email = $found['email'];
            if (isset($lines[$email])) {
                throw new RowException("email is the same as in line $lines[$email]");
            }
            $lines[$email] = $line;
            $customers[$email] = $found;
        } catch (RowException $e) {
            $complaints[] = "line $line: " . $e->getMessage();
        }
    }
    return $complaints;
}

/** A file's text, without its byte order mark. */
function read_text(string $file): string
{
    $text = @file_get_contents($file);
    if ($text === false) {
        throw new UnusableException("$file cannot be read");
    }
    return preg_replace('/^\xEF\xBB\xBF/', '', $text);
}

function main(?string $file = null, ?string $known = null): int
{
    try {
        if ($file === null) {
            throw new UnusableException('usage: main people.csv [known.json]');
        }
        $before = $known === null ? [] : json_decode(read_text($known), true, flags: JSON_THROW_ON_ERROR);
        if (!is_array($before) || !array_is_list($before)) {
            throw new UnusableException('the known customers are not a list');
        }
        $customers = array_column($before, null, 'email');
        $complaints = load(read_text($file), $customers);
        $flags = JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR;
        $json = json_encode(array_values($customers), $flags);
    } catch (UnusableException | JsonException $e) {
        fwrite(STDERR, $e->getMessage() . "\n");
        return 2;
    }
    foreach ($complaints as $complaint) {
        fwrite(STDERR, "$complaint\n");
    }
    echo "$json\n";
    return $complaints === [] ? 0 : 1;
}

exit(main(...array_slice($argv, 1, 2)));
