import { type ClientOptions, createClient } from './index.ts';

const SECRET = 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA==';
const good: ClientOptions = { url: 'https://gatehouse.example', clientId: 'meals', apiSecret: SECRET };

function refusal(more: object): string {
  try {
    createClient({ ...good, ...more });
  } catch (error) {
    return error instanceof TypeError ? error.message : `no TypeError: ${error}`;
  }
  return 'made';
}

const BARE = 'createClient: url should have no user, password, query or fragment';
const SCHEME = 'createClient: url should begin with https:// or http:// and name a host';

test.each([
  [{ url: undefined }, 'createClient: url is missing'],
  [{ url: 'gatehouse.example' }, SCHEME],
  [{ url: 'localhost:43890' }, SCHEME],
  [{ url: 'http:gatehouse.example' }, SCHEME],
  [{ url: 'ftp://gatehouse.example' }, SCHEME],
  [{ url: 'https://' }, SCHEME],
  [{ url: new URL('https://gatehouse.example') }, SCHEME],
  [{ url: 'https://me@gatehouse.example' }, BARE],
  [{ url: 'https://gatehouse.example?a=b' }, BARE],
  [{ clientId: '' }, 'createClient: clientId is missing'],
  [{ clientId: ' ' }, 'createClient: clientId should be a text that is not blank'],
  [{ clientId: 7 }, 'createClient: clientId should be a text that is not blank'],
  [{ apiSecret: undefined }, 'createClient: apiSecret is missing'],
  [{ apiSecret: Buffer.from('x') }, 'createClient: apiSecret should be a text that is not blank'],
  [{ apiSecret: `${SECRET}\n` }, 'createClient: apiSecret begins or ends with white space'],
  [{ audience: '' }, 'createClient: audience is missing'],
  [{ timeoutMs: Number.NaN }, 'createClient: timeoutMs should be a number from 1 to 2147483647'],
  [{ timeoutMs: 0 }, 'createClient: timeoutMs should be a number from 1 to 2147483647'],
  [{ timeoutMs: '10' }, 'createClient: timeoutMs should be a number from 1 to 2147483647'],
  [{ retries: { attempts: 0 } }, 'createClient: retries.attempts should be a number of at least 1'],
  [{ retries: { baseMs: -1 } }, 'createClient: retries.baseMs should be a number from 0 to 2147483647'],
  [{ url: '', apiSecret: '' }, 'createClient: url is missing; apiSecret is missing'],
])('%j is refused at once, with every fault', (more, message) => {
  expect(refusal(more)).toBe(message);
});

test.each([
  { url: 'http://localhost:43890/' },
  { url: 'HTTPS://gatehouse.example' },
  { url: 'https://example.org/gatehouse' },
  { url: 'https://[::1]:8443' },
  { audience: undefined, timeoutMs: undefined, retries: undefined },
  { retries: { attempts: Number.POSITIVE_INFINITY, baseMs: 0 } },
])('%j is taken', (more) => {
  expect(refusal(more)).toBe('made');
});
