<?php
// A service that works with Gatehouse, by PHP's own library alone (PHP 8 or newer).
//   php gatehouse.php token
//   php gatehouse.php invite someone@school.example http://localhost:3000/callback
//   php gatehouse.php listen 3000
// GATEHOUSE_URL, CLIENT_ID and API_SECRET are read from the environment.
declare(strict_types=1);

define('URL', getenv('GATEHOUSE_URL') ?: 'http://localhost:43890');
define('AUDIENCE', getenv('AUDIENCE') ?: 'signin.education.gov.uk');
define('CLIENT_ID', getenv('CLIENT_ID'));
define('API_SECRET', getenv('API_SECRET'));

// sample: token
function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

/** A JWT for the next five minutes. The key is the text of the API secret. */
function token(): string
{
    $now = time();
    $claims = ['iss' => CLIENT_ID, 'aud' => AUDIENCE, 'iat' => $now, 'exp' => $now + 300];
    $signed = base64url(json_encode(['alg' => 'HS256', 'typ' => 'JWT'])) . '.' . base64url(json_encode($claims));
    return $signed . '.' . base64url(hash_hmac('sha256', $signed, API_SECRET, true));
}
// end

// sample: verify
/** The body of a callback or webhook, or null where Gatehouse did not send it. The key is the decoded API secret. */
function verify(array $headers, string $body): ?array
{
    $headers = array_change_key_case($headers);
    $delivery = $headers['webhook-id'] ?? '';
    $timestamp = $headers['webhook-timestamp'] ?? '';
    if (!ctype_digit($timestamp) || abs(time() - (int) $timestamp) > 300) {
        return null;
    }
    $digest = hash_hmac('sha256', "$delivery.$timestamp.$body", base64_decode(API_SECRET), true);
    $expected = 'v1,' . base64_encode($digest);
    foreach (explode(' ', $headers['webhook-signature'] ?? '') as $given) {
        if (hash_equals($expected, $given)) {
            return json_decode($body, true);
        }
    }
    return null;
}
// end

// sample: invite
function invite(string $email, string $callback): string
{
    $answer = file_get_contents(URL . '/services/' . CLIENT_ID . '/invitations', false, stream_context_create(['http' => [
        'method' => 'POST',
        'header' => ['Authorization: Bearer ' . token(), 'Content-Type: application/json'],
        'content' => json_encode([
            'sourceId' => '42',
            'given_name' => 'Given',
            'family_name' => 'Family',
            'email' => $email,
            'callback' => $callback,
        ]),
        'ignore_errors' => true,
    ]]));
    if (!str_contains($http_response_header[0], ' 202 ')) {
        throw new RuntimeException($http_response_header[0] . ': ' . $answer);
    }
    return $answer;
}
// end

if (PHP_SAPI === 'cli-server') {
    if ($_SERVER['REQUEST_METHOD'] === 'GET') {
        exit("Welcome\n"); // where people are sent after they accepted
    }
    // One request. Keep the webhook-ids that you have dealt with, and leave out what comes again under one.
    $callback = verify(getallheaders(), file_get_contents('php://input'));
    if ($callback !== null) {
        file_put_contents('php://stdout', "{$callback['sourceId']} is the user {$callback['sub']}\n");
    }
    http_response_code($callback === null ? 401 : 204);
    return;
}
match ($argv[1] ?? '') {
    'token' => print token() . "\n",
    'invite' => print invite($argv[2], $argv[3]) . "\n",
    'listen' => passthru(PHP_BINARY . ' -S 127.0.0.1:' . (int) $argv[2] . ' ' . escapeshellarg(__FILE__)),
    default => exit("php gatehouse.php token | invite EMAIL CALLBACK | listen PORT\n"),
};
