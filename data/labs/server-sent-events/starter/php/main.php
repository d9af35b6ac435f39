<?php

declare(strict_types=1);

// Each request runs this file from the top, in one of several processes: nothing is kept in variables from one request to the next, and
// nobody can call another request. A stream finds new messages by looking into the history several times a second.

require __DIR__ . '/history.php';

switch ($_SERVER['REQUEST_METHOD'] . ' ' . $_SERVER['REQUEST_URI']) {
    case 'POST /messages':
        $id = append(file_get_contents('php://input'));
        http_response_code(201);
        header('Content-Type: application/json');
        echo json_encode(['id' => $id]);
        break;
    case 'GET /events':
        // TODO: the headers of an event stream, at once; what was missed since $_SERVER['HTTP_LAST_EVENT_ID']; then what is new, as long as
        // the client stays (connection_aborted).
        http_response_code(501);
        break;
    default:
        http_response_code(404);
}
