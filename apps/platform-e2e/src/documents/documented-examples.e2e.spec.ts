import type { Operation } from '@gatehouse/api-docs/open-api';
import { openApiDocument } from '@gatehouse/api-docs/open-api-document';
import { demoIds } from '@gatehouse/standalone/demo-ids';
import { type ApiClient, eventually, inBrowser, openedTab } from '@gatehouse/testing';
import { documentedClient } from '../testing/documented-client.ts';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';

interface Call {
  method: string;
  path: string;
  operation: Operation;
}

const calls = Object.entries(openApiDocument('1.0.0').paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): Call => ({ method, path, operation })),
);

/** What is made comes first, then what is read; what takes away is no example to be tried on the demo set. */
const ORDER = ['put', 'post', 'get'];
/** A demo set has none of these when it is new. */
const UNKNOWN_IDS = ['invitationId', 'deliveryId', 'deadLetterId', 'identityId', 'sessionId', 'subject'];

const isOf = (tag: string) => (call: Call) =>
  call.operation.tags.includes(tag) && ORDER.includes(call.method);
/** What asks for somebody who is signed in. */
const isForFrontends = ({ path }: Call) => path.startsWith('/api/') || path === '/user/match-by-email';
const isKnown = ({ path }: Call) => !UNKNOWN_IDS.some((name) => path.includes(`{${name}}`));
const inOrder = (some: readonly Call[]) =>
  some
    .toSorted((a, b) => ORDER.indexOf(a.method) - ORDER.indexOf(b.method))
    .map((call): [string, Call] => [call.operation.operationId, call]);

function exampleOf({ path, operation }: Call) {
  const { parameters = [], requestBody } = operation;
  const inPath = path.replace(/\{([^}]+)\}/g, (_match, name: string) => {
    const example = parameters.find((each) => each.in === 'path' && each.name === name)?.example;
    if (example === undefined) throw new Error(`${operation.operationId}: ${name} has no example`);
    return encodeURIComponent(String(example));
  });
  const query = new URLSearchParams(
    parameters.flatMap(({ name, in: place, example }) =>
      place === 'query' && example !== undefined ? [[name, String(example)]] : [],
    ),
  );
  const [content] = Object.entries(requestBody?.content ?? {});
  return {
    path: `${inPath}${query.size > 0 ? `?${query}` : ''}`,
    type: content?.[0],
    body: content?.[1].example,
  };
}

let platform: PlatformProcess;
let apiSecret = '';
let service: ApiClient;

beforeAll(async () => {
  platform = await platformProcess({ env: { DEMO_DATA: 'true' } });
  // As the banner shows it.
  apiSecret = await eventually(async () => {
    const [, shown] = /API secret +(\S+)/.exec(platform.output()) ?? [];
    if (shown === undefined) throw new Error('the banner has not been printed');
    return shown;
  });
  service = documentedClient(platform.url, demoIds.clientId, apiSecret);
});
afterAll(() => platform?.kill());

const sendBy = (
  client: ApiClient,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
) => (method === 'get' ? client.get(path, headers) : client[method as 'put' | 'post'](path, body, headers));

async function succeeds(client: ApiClient, call: Call): Promise<void> {
  const { path, type, body } = exampleOf(call);
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
  const { status, text } = await sendBy(client, call.method, path, body, headers);
  expect([status < 300, text]).toEqual([true, text]);
}

test.each(inOrder(calls.filter(isOf('Public API')).filter((call) => isKnown(call) && !isForFrontends(call))))(
  '%s: its example succeeds for the client of the demo set',
  async (_id, call) => {
    await succeeds(service, call);
  },
);

test.each(inOrder(calls.filter(isOf('Operator')).filter(isKnown)))(
  '%s: its example succeeds for the operator',
  async (_id, call) => {
    await succeeds(platform.operator, call);
  },
);

inBrowser('/docs, as it stands', (browser) => {
  const signedIn = async (place: string, check: Parameters<typeof openedTab>[3]) =>
    openedTab(browser(), `${platform.url}/docs${place}`, {}, async (tab, complaints) => {
      await tab.getByLabel('API secret').fill(apiSecret);
      await check(tab, complaints);
    });

  test('the first form needs nothing but the secret that the start showed', async () => {
    await signedIn('', async (tab, complaints) => {
      await tab.locator('.docs-operation > summary').first().click();
      const form = tab.locator('form.docs-try').first();
      await form.getByRole('button', { name: 'Send' }).click();
      await form.getByText('202 Accepted').waitFor();
      expect(complaints).toEqual([]);
    });
  });

  test('a person is invited for a real school, to an address to which the service may send people', async () => {
    await signedIn('#createInvitation', async (tab, complaints) => {
      const form = tab.locator('#createInvitation form');
      await form.getByRole('button', { name: 'Send' }).click();
      await form.getByText('202 Accepted').waitFor();
      expect(await form.locator('.docs-result').textContent()).toContain('invitationId');
      expect(complaints).toEqual([]);
    });
  });
});
