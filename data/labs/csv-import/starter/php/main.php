<?php

declare(strict_types=1);

/**
 * The records of a CSV text, by the line where each begins.
 *
 * @return iterable<int, list<string>>
 */
function records(string $text): iterable
{
    // TODO: this splits fields in quotes, too.
    foreach (explode("\n", $text) as $index => $row) {
        yield $index + 1 => explode(',', $row);
    }
}

/**
 * Puts the rows of a CSV text into $customers, by email.
 *
 * @return list<string> the complaints about rows that are left out
 */
function load(string $text, array &$customers): array
{
    $rows = iterator_to_array(records($text));
    $complaints = [];
    foreach (array_slice($rows, 1, preserve_keys: true) as $line => $fields) {
        // TODO: find the columns by the header, refuse bad rows and duplicates.
        [$email, $name, $age] = array_pad($fields, 3, '');
        $customers[$email] = ['email' => $email, 'name' => $name, 'age' => $age];
    }
    return $complaints;
}

$customers = [];
// TODO: put the customers of a second file in first.
$complaints = load(file_get_contents($argv[1]), $customers);
foreach ($complaints as $complaint) {
    fwrite(STDERR, "$complaint\n");
}
echo json_encode(array_values($customers), JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES) . "\n";
// TODO: the exit codes.
exit(0);
