import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NameAnswer, nameServer } from '@gatehouse/testing';
import { createNameLookup, type NameLookupOptions } from './name-lookup.ts';

const folder = mkdtempSync(join(tmpdir(), 'name-lookup-'));
const hostsFile = join(folder, 'hosts');
const resolverFile = join(folder, 'resolv.conf');
/** Longer than a test may take. */
const NEVER_MS = 600_000;
const opened: { close(): void }[] = [];

beforeEach(() => {
  writeFileSync(hostsFile, '');
  writeFileSync(resolverFile, 'search');
});
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function server(...[answer]: Parameters<typeof nameServer>) {
  const started = await nameServer(answer);
  opened.push(started);
  return started;
}

function lookup(servers: readonly { address: string }[], options: NameLookupOptions = {}): LookupFunction {
  const addresses = servers.map(({ address }) => address);
  return createNameLookup({ hostsFile, resolverFile, servers: addresses, timeoutMs: NEVER_MS, ...options });
}

/** The addresses, or the code of the failure. */
function found(look: LookupFunction, name: string, family?: number): Promise<unknown> {
  return new Promise((resolve) => {
    look(name, { all: true, ...(family !== undefined && { family }) }, (error, addresses) => {
      resolve(
        error === null ? [addresses].flat().map((each) => (each as { address: string }).address) : error.code,
      );
    });
  });
}

describe('a name server that', () => {
  const knows: Record<string, Record<'A' | 'AAAA', NameAnswer>> = {
    'both.test': { A: ['10.0.0.1', '10.0.0.2'], AAAA: ['2001:db8::1'] },
    'four.test': { A: ['10.0.0.1'], AAAA: [] },
    'six.test': { A: [], AAAA: ['2001:db8::1'] },
    'alias.test': { A: ['a.test', 'b.test', '10.0.0.1'], AAAA: ['a.test', 'b.test', '2001:db8::1'] },
    'nowhere.test': { A: ['a.test'], AAAA: ['a.test'] },
    'neither.test': { A: [], AAAA: [] },
    'unknown.test': { A: 'not found', AAAA: 'not found' },
    'failing.test': { A: 'server failure', AAAA: 'server failure' },
    'refused.test': { A: 'refused', AAAA: 'refused' },
    'half-failing.test': { A: 'server failure', AAAA: ['2001:db8::1'] },
    'half-unknown.test': { A: [], AAAA: 'server failure' },
    'silent-six.test': { A: ['10.0.0.1'], AAAA: 'silent' },
    'silent-four.test': { A: 'silent', AAAA: ['2001:db8::1'] },
  };

  test.each([
    ['both.test', ['10.0.0.1', '10.0.0.2', '2001:db8::1']],
    ['BOTH.test.', ['10.0.0.1', '10.0.0.2', '2001:db8::1']],
    ['four.test', ['10.0.0.1']],
    ['six.test', ['2001:db8::1']],
    ['alias.test', ['10.0.0.1', '2001:db8::1']],
    ['nowhere.test', 'ENOTFOUND'],
    ['neither.test', 'ENOTFOUND'],
    ['unknown.test', 'ENOTFOUND'],
    ['failing.test', 'EAI_AGAIN'],
    ['refused.test', 'EAI_AGAIN'],
    ['half-failing.test', ['2001:db8::1']],
    ['half-unknown.test', 'EAI_AGAIN'],
    ['silent-six.test', ['10.0.0.1']],
    ['silent-four.test', ['2001:db8::1']],
    ['no..name', 'ENOTFOUND'],
    [`${'x'.repeat(64)}.test`, 'ENOTFOUND'],
    ['a name.test', 'ENOTFOUND'],
  ])('knows of %s gives %j', async (name, expected) => {
    const { address } = await server(({ name: asked, type }) => knows[asked]?.[type] ?? 'not found');
    expect(await found(lookup([{ address }]), name)).toEqual(expected);
  });

  test('cuts its answer short is asked over TCP', async () => {
    const many = Array.from({ length: 200 }, (_, n) => `10.0.0.${n}`);
    const one = await server(({ type, over }) => (over === 'udp' ? 'truncated' : type === 'A' ? many : []));
    expect(await found(lookup([one]), 'many.test')).toEqual(many);
    expect(one.asked.map(({ over }) => over)).toContain('tcp');
  });

  test('needs a second and a half to find a name out is waited for', async () => {
    const known = new Promise<NameAnswer>((resolve) => setTimeout(resolve, 1_500, ['10.0.0.1']));
    const slow = await server(({ type }) => (type === 'A' ? known : []));
    expect(await found(lookup([slow]), 'slow.test')).toEqual(['10.0.0.1']);
  });

  test('loses a packet is asked again', async () => {
    const counts = { A: 0, AAAA: 0 };
    const losing = await server(({ type }) =>
      counts[type]++ === 0 ? 'silent' : type === 'A' ? ['10.0.0.1'] : [],
    );
    expect(await found(lookup([losing]), 'lost.test')).toEqual(['10.0.0.1']);
  });

  test.each([['silent'], ['server failure'], ['refused']] as const)(
    'is %s leaves it to the second one',
    async (answer) => {
      const first = await server(() => answer);
      const second = await server(({ type }) => (type === 'A' ? ['10.0.0.1'] : []));
      expect(await found(lookup([first, second]), 'a.test')).toEqual(['10.0.0.1']);
    },
  );

  test('is not there is a failure that may pass', async () => {
    expect(await found(lookup([{ address: '127.0.0.1:1' }]), 'a.test')).toBe('EAI_AGAIN');
  });

  test('is silent about a hundred names holds up no other, and each of them ends', async () => {
    const quiet = await server(({ name, type }) =>
      name !== 'healthy.test' ? 'silent' : type === 'A' ? ['10.0.0.1'] : [],
    );
    const look = lookup([quiet]);
    let over = 0;
    const silent = Array.from({ length: 100 }, (_, n) =>
      found(look, `silent-${n}.test`).then((outcome) => {
        over++;
        return outcome;
      }),
    );
    expect(await found(look, 'healthy.test')).toEqual(['10.0.0.1']);
    expect(over).toBe(0);
    expect(new Set(await Promise.all(silent))).toEqual(new Set(['EAI_AGAIN']));
  });

  test('is silent is given up after the time that is given', async () => {
    const quiet = await server(() => 'silent');
    const ended: string[] = [];
    const looked = async (by: string, options: NameLookupOptions) => {
      expect(await found(lookup([quiet], options), 'silent.test')).toBe('EAI_AGAIN');
      ended.push(by);
    };
    await Promise.all([looked('the resolver', {}), looked('the time', { timeoutMs: 100 })]);
    expect(ended).toEqual(['the time', 'the resolver']);
  });
});

test('connections that are opened together wait for one look-up, and the next one asks anew', async () => {
  const one = await server(({ type }) => (type === 'A' ? ['10.0.0.1'] : []));
  const look = lookup([one]);
  await Promise.all(Array.from({ length: 32 }, () => found(look, 'a.test')));
  expect(one.asked).toHaveLength(2);
  await found(look, 'a.test');
  expect(one.asked).toHaveLength(4);
});

describe('the search list', () => {
  const cluster = 'search gatehouse.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n';
  const known = new Set(['access.gatehouse.svc.cluster.local', 'example.org']);

  test.each([
    ['access'],
    ['access.gatehouse'],
    ['access.gatehouse.svc'],
    ['access.gatehouse.svc.cluster.local'],
    ['example.org'],
  ])('finds %s', async (name) => {
    writeFileSync(resolverFile, cluster);
    const one = await server(({ name: asked, type }) =>
      known.has(asked) ? (type === 'A' ? ['10.0.0.1'] : []) : 'not found',
    );
    expect(await found(lookup([one]), name)).toEqual(['10.0.0.1']);
  });

  test('goes on where a domain’s name server fails', async () => {
    writeFileSync(resolverFile, cluster);
    const one = await server(({ name, type }) =>
      name === 'access' ? (type === 'A' ? ['10.0.0.1'] : []) : 'server failure',
    );
    const look = lookup([one]);
    expect(await found(look, 'access')).toEqual(['10.0.0.1']);
    expect(await found(look, 'other')).toBe('EAI_AGAIN');
  });

  test('is read again when it changes', async () => {
    const one = await server(({ name, type }) =>
      name !== 'a.second.test' ? 'not found' : type === 'A' ? ['10.0.0.1'] : [],
    );
    const look = lookup([one]);
    writeFileSync(resolverFile, 'search first.test\n');
    expect(await found(look, 'a')).toBe('ENOTFOUND');
    writeFileSync(resolverFile, 'search second.test\n');
    expect(await found(look, 'a')).toEqual(['10.0.0.1']);
  });
});

describe('without a name server', () => {
  const nobody = [{ address: '127.0.0.1:1' }];

  test('the hosts file comes first, in any case, and is read again when it changes', async () => {
    const look = lookup(nobody);
    expect(await found(look, 'mail')).toBe('EAI_AGAIN');
    writeFileSync(hostsFile, '10.0.0.1 mail Mail.test\n2001:db8::1 mail\n');
    expect(await found(look, 'MAIL')).toEqual(['10.0.0.1', '2001:db8::1']);
    expect(await found(look, 'mail.test.')).toEqual(['10.0.0.1']);
    rmSync(hostsFile);
    expect(await found(look, 'mail')).toBe('EAI_AGAIN');
  });

  test.each(['localhost', 'LOCALHOST.', 'a.localhost'])('%s is this machine', async (name) => {
    expect(await found(lookup(nobody), name)).toEqual(['127.0.0.1', '::1']);
  });

  test.each(['10.0.0.1', '::1', 'fe80::1%lo'])('%s is itself', async (name) => {
    expect(await found(lookup(nobody), name)).toEqual([name]);
  });

  test('one family where one is asked for, and one address where not all are', async () => {
    const look = lookup(nobody);
    expect(await found(look, 'localhost', 6)).toEqual(['::1']);
    expect(await found(look, 'localhost', 4)).toEqual(['127.0.0.1']);
    expect(await found(look, '10.0.0.1', 6)).toBe('ENOTFOUND');
    const one = await new Promise((resolve) =>
      look('localhost', {}, (_error, address, family) => resolve([address, family])),
    );
    expect(one).toEqual(['127.0.0.1', 4]);
  });
});
