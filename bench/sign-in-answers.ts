/**
 * Whether the answer to an address at sign-in, or its timing, says whether there is an account: known, unknown and deactivated
 * addresses in turn, on a platform in one process. Ends with 1 where answers differ in status, headers or body, or
 * their medians by more than 1 ms. Usage: node bench/sign-in-answers.ts [addresses of each kind, default 1000]
 */
import { createHash } from 'node:crypto';
import { newId } from '@gatehouse/runtime';
import { Agent, request } from 'undici';
import { platformProcess } from '../apps/platform-e2e/src/testing/platform-process.ts';
import { ms, percentile, printMachine } from './measure.ts';

const COUNT = Number(process.argv[2] ?? 1_000);
const MOST_APART_MS = 1;
const KINDS = ['known', 'unknown', 'deactivated'] as const;
type Kind = (typeof KINDS)[number];
const REDIRECT = 'http://localhost:9/signed-in';
const CLIENT = 'measured-service';

/** As long as each other, so that the pages are. */
const addressOf = (kind: Kind, n: number) => `${kind.slice(0, 3)}-${String(n).padStart(6, '0')}@example.org`;

const platform = await platformProcess({ env: { CHALLENGES_PER_NETWORK: '1000000' } });
const dispatcher = new Agent({ connections: 1 });

async function operate(method: 'put' | 'post', path: string, body: unknown): Promise<void> {
  const answer = await platform.operator[method](path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
}

async function makeScene(): Promise<void> {
  await operate('put', `/manage/services/${newId()}`, {
    ...{ clientId: CLIENT, name: 'Measured Service', redirectUris: [REDIRECT], signIn: {} },
  });
  for (let n = 0; n < COUNT; n++) {
    for (const [kind, status] of [
      ['known', 1],
      ['deactivated', 0],
    ] as const) {
      await operate('post', '/manage/users', {
        ...{ email: addressOf(kind, n), given_name: 'Ann', family_name: 'Lee', status },
      });
    }
  }
}

interface Page {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

async function visit(path: string, cookie = '', form?: URLSearchParams): Promise<Page> {
  const { statusCode, headers, body } = await request(new URL(path, platform.url), {
    dispatcher,
    method: form === undefined ? 'GET' : 'POST',
    headers: {
      ...{ accept: 'text/html', cookie },
      ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form !== undefined && { body: form.toString() }),
  });
  return { status: statusCode, headers, body: await body.text() };
}

const AUTHORIZE = `/oidc/authorize?${new URLSearchParams({
  ...{ client_id: CLIENT, redirect_uri: REDIRECT, response_type: 'code', scope: 'openid', nonce: 'n' },
  ...{ code_challenge: createHash('sha256').update('v'.repeat(43)).digest('base64url') },
  code_challenge_method: 'S256',
})}`;

/** A new sign-in, at the page for the address. */
async function begin(): Promise<{ cookie: string; action: string; token: string }> {
  const { headers } = await visit(AUTHORIZE);
  const set = [headers['set-cookie'] ?? []].flat().map(String);
  const cookie = set.map((each) => each.split(';')[0]).join('; ');
  const { body } = await visit(String(headers.location), cookie);
  const action = /<form action="([^"]*\/address)"/.exec(body)?.[1];
  const token = /name="token" value="([^"]*)"/.exec(body)?.[1];
  if (action === undefined || token === undefined) throw new Error(`no page for the address: ${body}`);
  return { cookie, action, token };
}

/** What is to be equal: without what belongs to one request or one sign-in. */
function comparable({ status, headers, body }: Page, email: string): string {
  const { date: _date, 'x-correlation-id': _id, ...rest } = headers;
  return JSON.stringify([status, rest, body])
    .replaceAll(email, '<email>')
    .replace(/sign-in\/[\w-]+/g, 'sign-in/<id>')
    .replace(/value=\\"[\w-]{43}\\"/g, 'value="<token>"')
    .replace(/until [^<]*/g, 'until');
}

const took: Record<Kind, number[]> = { known: [], unknown: [], deactivated: [] };
const answers: Record<Kind, Set<string>> = { known: new Set(), unknown: new Set(), deactivated: new Set() };

async function measure(kind: Kind, n: number): Promise<void> {
  const { cookie, action, token } = await begin();
  const email = addressOf(kind, n);
  const form = new URLSearchParams({ email, token });
  const started = performance.now();
  const given = await visit(action, cookie, form);
  took[kind].push(performance.now() - started);
  const page = await visit(String(given.headers.location), cookie);
  answers[kind].add(`${comparable(given, email)} ${comparable(page, email)}`);
}

try {
  printMachine();
  await makeScene();
  for (let n = 0; n < 50; n++) await measure('unknown', COUNT + n);
  for (const kind of KINDS) took[kind].length = 0;
  for (let n = 0; n < COUNT; n++) {
    for (const kind of KINDS.toSorted(() => Math.random() - 0.5)) await measure(kind, n);
  }
  const medians = KINDS.map((kind) => percentile(took[kind], 0.5));
  const apart = Math.max(...medians) - Math.min(...medians);
  const different = new Set(KINDS.flatMap((kind) => [...answers[kind]])).size;
  for (const [index, kind] of KINDS.entries())
    console.info(
      `${kind}: median ${ms(medians[index] ?? 0)}, p99 ${ms(percentile(took[kind], 0.99))} of ${COUNT}`,
    );
  console.info(
    `medians ${ms(apart)} apart (target: at most ${ms(MOST_APART_MS)}); ${different} kind of answer`,
  );
  if (apart > MOST_APART_MS || different !== 1) process.exitCode = 1;
} finally {
  await dispatcher.close();
  await platform.kill();
}
