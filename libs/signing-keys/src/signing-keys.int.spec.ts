import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventLog, openEventLog, type Publisher } from '@gatehouse/event-log';
import { createLogger, createSealer } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { createSigningKeys, startSigningKeys } from './index.ts';
import { makeSigningKey, publishSigningKeys } from './testing/index.ts';

const sealer = createSealer(['a master key of some length']);
const logger = createLogger({ name: 'test', level: 'silent' });
const [one, two, three] = [
  makeSigningKey(sealer, 'one'),
  makeSigningKey(sealer, 'two', 'next'),
  makeSigningKey(sealer, 'three', 'next'),
];
const stateOf = (keys: (typeof one.key)[]) => ({
  ...{ id: 'signing-keys' as const, keys, compromised: [], updatedAt: '2026-01-01T00:00:00.000Z' },
});

describe('in memory', () => {
  test('every published key verifies, the current one signs', () => {
    const keys = createSigningKeys({ sealer });
    expect([keys.publicKeyOf('one'), keys.current()]).toEqual([undefined, undefined]);
    keys.apply(stateOf([one.key, two.key]), 1);
    expect(keys.publicKeyOf('one')?.equals(createPublicKey(one.privateKey))).toBe(true);
    expect(keys.publicKeyOf('two')).toBeDefined();
    expect(keys.current()?.kid).toBe('one');
    expect(keys.current()?.privateKey.equals(one.privateKey)).toBe(true);
    expect(keys.publicKeyOf('one')).toBe(keys.publicKeyOf('one'));
  });

  test('a rotation changes who signs; a key that is gone verifies nothing; an older state changes nothing', () => {
    const keys = createSigningKeys({ sealer });
    keys.apply(stateOf([one.key, two.key]), 1);
    const before = keys.publicKeyOf('two');
    const rotated = [
      { ...one.key, state: 'former' as const },
      { ...two.key, state: 'current' as const },
      three.key,
    ];
    keys.apply(stateOf(rotated), 2);
    expect(keys.current()?.kid).toBe('two');
    expect(keys.publicKeyOf('two')).toBe(before);
    expect(keys.publicKeyOf('one')).toBeDefined();
    keys.apply(stateOf(rotated.slice(1)), 3);
    expect(keys.publicKeyOf('one')).toBeUndefined();
    keys.apply(stateOf([one.key]), 2);
    expect(keys.publicKeyOf('one')).toBeUndefined();
  });

  test('who has no master key for it, or no sealer, verifies and does not sign', () => {
    for (const keys of [
      createSigningKeys({ sealer: createSealer(['another key of some length']) }),
      createSigningKeys(),
    ]) {
      keys.apply(stateOf([one.key]), 1);
      expect(keys.publicKeyOf('one')).toBeDefined();
      expect(() => keys.current()).toThrow();
    }
  });
});

describe('following the log', () => {
  let dataDir: string;
  let log: EventLog;
  let publisher: Publisher;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'signing-keys-'));
    log = await openEventLog({ url: 'sqlite:', dataDir, now: Date.now });
    await log.ensureTopics([{ name: 'signin.keys.v1' }]);
    publisher = await log.publisher('signin');
  });
  afterAll(async () => {
    await log.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('has what the log had at the start, and then follows, past what it cannot read', async () => {
    await publishSigningKeys(publisher, 1, [one.key]);
    const { keys, consumer } = await startSigningKeys({ log, logger, sealer });
    await consumer.caughtUp;
    expect(keys.current()?.kid).toBe('one');
    await publisher.publish([
      { topic: 'signin.keys.v1', key: 'rubbish', value: '{"type":"gatehouse.signin.signing-keys.v1"}' },
    ]);
    await publishSigningKeys(publisher, 2, [{ ...two.key, state: 'current' }]);
    await eventually(async () => expect(keys.current()?.kid).toBe('two'));
    expect(keys.publicKeyOf('one')).toBeUndefined();
    await consumer.close();
  });
});
