import { openApiDocument } from '@gatehouse/api-docs/open-api-document';
import type { ApiAnswer } from '@gatehouse/testing';
import { comparable } from '../testing/comparable-answer.ts';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { settled } from '../testing/settled.ts';
import { makeParties, type Parties } from '../testing/tenancy/parties.ts';
import { operatorRequestOf, requestOf, type Send, sendersOf } from '../testing/tenancy/requests.ts';
import { type CallerName, callers, type Row, rows } from '../testing/tenancy/table.ts';
import { whatIsStored } from '../testing/tenancy/what-is-stored.ts';

const operations = Object.entries(openApiDocument('1.0.0').paths).flatMap(([pattern, methods]) =>
  Object.entries(methods).map(([method, { tags }]) => ({ method: method.toUpperCase(), pattern, tags })),
);
const tagged = (tag: string) => operations.filter(({ tags }) => tags.includes(tag));
const named = ({ method, pattern }: { method: string; pattern: string }) => `${method} ${pattern}`;

let platform: PlatformProcess;
let parties: Parties;
let senders: Record<CallerName, Send>;

beforeAll(async () => {
  platform = await platformProcess();
  parties = await makeParties(platform);
  senders = sendersOf(platform, parties);
});
afterAll(() => platform?.kill());

/** Once what requests set in motion has come to its end: an attempt under way writes when it is over. */
async function whatIsStoredAtRest() {
  await settled(platform);
  return whatIsStored(platform.dataDir);
}

describe('the table', () => {
  test('holds every operation of the public API, and no other', () => {
    const held = [...new Set(rows.map(named))].toSorted();
    expect(held).toEqual(tagged('Public API').map(named).toSorted());
  });

  test('holds none twice about the same', () => {
    const all = rows.map((row) => `${named(row)} ${row.subject}`);
    expect(all.length).toBe(new Set(all).size);
  });

  test('leaves out what anyone may ask, and what is the operator’s', () => {
    expect(tagged('Platform').map(named).toSorted()).toEqual([
      'GET /api/oauth2/keys',
      'GET /api/personalisation/check-email-subscription',
      'GET /healthcheck',
      'GET /livez',
      'GET /mailbox/messages',
      'GET /openapi.json',
      'GET /readyz',
    ]);
    const operators = tagged('Operator').map(({ pattern }) => pattern);
    expect(operators.filter((pattern) => !pattern.startsWith('/manage/'))).toEqual([]);
  });
});

describe('people’s alone', () => {
  test.each(tagged('People'))('$method $pattern', async ({ method, pattern }) => {
    const before = await whatIsStoredAtRest();
    for (const caller of callers) {
      const { path, body } = operatorRequestOf(method, pattern, parties, true);
      const { status } = await senders[caller](method, path, body);
      expect([caller, status]).toEqual([caller, caller === 'nobody' ? 401 : 403]);
    }
    expect(await whatIsStoredAtRest()).toEqual(before);
  });
});

describe('the operator’s alone', () => {
  test.each(tagged('Operator'))('$method $pattern', async ({ method, pattern }) => {
    const before = await whatIsStoredAtRest();
    for (const caller of callers) {
      if (caller === 'operator') continue;
      const send = (isThere: boolean) => {
        const { path, body } = operatorRequestOf(method, pattern, parties, isThere);
        return senders[caller](method, path, body);
      };
      const [there, nowhere] = await Promise.all([send(true), send(false)]);
      expect([caller, there.status]).toEqual([caller, caller === 'nobody' ? 401 : 403]);
      expect(comparable(there)).toEqual(comparable(nowhere));
      expect(parties.marks.filter((mark) => there.text.includes(mark))).toEqual([]);
    }
    expect(await whatIsStoredAtRest()).toEqual(before);
  });
});

/** An answer in the words of the table. */
function cellOf(caller: CallerName, { status, text }: ApiAnswer): string {
  const shown = parties.marks.filter((mark) => text.includes(mark));
  if (status < 300) return shown.length === 0 ? `${status}-` : String(status);
  if (shown.length > 0) return `${status}, and shows what ${caller} may not see`;
  return String(status);
}

const isRefused = ({ cells }: Row, caller: CallerName) => cells[caller].startsWith('4');

async function askAs(row: Row, caller: CallerName): Promise<[CallerName, string]> {
  const { method, path, body, before } = requestOf(row, parties);
  if (before !== undefined && !isRefused(row, caller))
    await senders.own(before.method, before.path, before.body);
  return [caller, cellOf(caller, await senders[caller](method, path, body))];
}

const expected = (row: Row, some: readonly CallerName[]) =>
  Object.fromEntries(some.map((caller) => [caller, row.cells[caller]]));

// All at once: many a refusal waits for what might become known.
test('who is refused learns nothing and changes nothing', async () => {
  const refused = (row: Row) => callers.filter((caller) => isRefused(row, caller));
  const nameOf = (row: Row) => `${named(row)} about ${row.subject}`;
  const before = await whatIsStoredAtRest();
  const answers = await Promise.all(
    rows.map(async (row) => {
      const cells = await Promise.all(refused(row).map((caller) => askAs(row, caller)));
      return [nameOf(row), Object.fromEntries(cells)];
    }),
  );
  expect(Object.fromEntries(answers)).toEqual(
    Object.fromEntries(rows.map((row) => [nameOf(row), expected(row, refused(row))])),
  );
  expect(await whatIsStoredAtRest()).toEqual(before);
});

const answeredRows = rows.filter((row) => !callers.every((caller) => isRefused(row, caller)));
test.each(answeredRows)(
  '$method $pattern about $subject: who is answered sees what the table says',
  async (row) => {
    const answered = callers.filter((caller) => !isRefused(row, caller));
    const before = await whatIsStoredAtRest();
    const cells: [CallerName, string][] = [];
    // What a caller removes is made again for the next one.
    if (requestOf(row, parties).before === undefined) {
      cells.push(...(await Promise.all(answered.map((caller) => askAs(row, caller)))));
    } else for (const caller of answered) cells.push(await askAs(row, caller));
    expect(Object.fromEntries(cells)).toEqual(expected(row, answered));
    // Who listens is noted. Nothing of theirs failed, so nothing is sent again in bulk.
    const isRead = row.method === 'GET' && !row.pattern.endsWith('/listen');
    const wrote = !isRead && !row.pattern.endsWith('/deliveries/redeliver');
    expect(JSON.stringify(await whatIsStoredAtRest()) !== JSON.stringify(before)).toBe(wrote);
  },
);

test('refusals of a stranger are alike, whatever is there', async () => {
  const answers = await Promise.all(
    rows
      .filter(({ subject, cells }) => cells.stranger === '404' && ['theirs', 'unknown'].includes(subject))
      .map(async (row) => {
        const { method, path, body } = requestOf(row, parties);
        return [named(row), comparable(await senders.stranger(method, path, body))] as const;
      }),
  );
  for (const [, alike] of Map.groupBy(answers, ([name]) => name)) {
    for (const [, answer] of alike) expect(answer).toEqual(alike[0]?.[1]);
  }
});
