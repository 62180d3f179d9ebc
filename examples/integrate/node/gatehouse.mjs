// A service that works with Gatehouse, by Node's own library alone.
//   node gatehouse.mjs token
//   node gatehouse.mjs invite someone@school.example http://localhost:3000/callback
//   node gatehouse.mjs listen 3000
// GATEHOUSE_URL, CLIENT_ID and API_SECRET are read from the environment.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

const { CLIENT_ID = '', API_SECRET = '' } = process.env;
const PLATFORM = process.env.GATEHOUSE_URL ?? 'http://localhost:43890';
const AUDIENCE = process.env.AUDIENCE ?? 'signin.education.gov.uk';

// sample: token
/** A JWT for the next five minutes. The key is the text of the API secret. */
function token() {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: CLIENT_ID, aud: AUDIENCE, iat: now, exp: now + 300 };
  const signed = [{ alg: 'HS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${createHmac('sha256', API_SECRET).update(signed).digest('base64url')}`;
}
// end

// sample: verify
/** The body of a callback or webhook, or undefined where Gatehouse did not send it. The key is the decoded API secret. */
function verify(headers, body) {
  const { 'webhook-id': delivery, 'webhook-timestamp': timestamp, 'webhook-signature': given } = headers;
  if (!/^\d+$/.test(timestamp) || Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return undefined;
  const expected = createHmac('sha256', Buffer.from(API_SECRET, 'base64'))
    .update(`${delivery}.${timestamp}.`)
    .update(body)
    .digest();
  const isSigned = String(given)
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one.slice(3), 'base64'))
    .some((one) => one.length === expected.length && timingSafeEqual(one, expected));
  return isSigned ? JSON.parse(body.toString()) : undefined;
}
// end

// sample: invite
async function invite(email, callback) {
  const answer = await fetch(`${PLATFORM}/services/${CLIENT_ID}/invitations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sourceId: '42', given_name: 'Given', family_name: 'Family', email, callback }),
  });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  return answer.json();
}
// end

function listen(port) {
  const seen = new Set(); // keep these where a restart does not lose them
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') return response.end('Welcome\n'); // where people are sent after they accepted
    const body = await buffer(request);
    const callback = verify(request.headers, body);
    const delivery = request.headers['webhook-id'];
    if (callback !== undefined && !seen.has(delivery)) {
      seen.add(delivery);
      console.log(`${callback.sourceId} is the user ${callback.sub}`);
    }
    response.writeHead(callback === undefined ? 401 : 204).end();
  });
  server.listen(Number(port), '127.0.0.1', () => console.log(`listening on port ${server.address().port}`));
}

const [command, ...rest] = process.argv.slice(2);
if (command === 'token') console.log(token());
else if (command === 'invite') console.log(JSON.stringify(await invite(...rest)));
else if (command === 'listen') listen(...rest);
else throw new Error('node gatehouse.mjs token | invite EMAIL CALLBACK | listen PORT');
