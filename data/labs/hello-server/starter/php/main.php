<?php

declare(strict_types=1);

// PHP's own server calls this file for each request.
// TODO: look at $_SERVER['REQUEST_METHOD'], $_SERVER['REQUEST_URI'] and $_GET, and answer accordingly.
http_response_code(501);
