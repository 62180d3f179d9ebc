import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildEvent, type ServiceState } from '@gatehouse/contracts';
import { service } from '@gatehouse/contracts/testing';
import { type EventLog, openEventLog, type Publisher } from '@gatehouse/event-log';
import { createLogger, createSealer } from '@gatehouse/runtime';
import { startServiceRegistry } from './start-service-registry.ts';

const A = 'AAAAAAAA-0000-4000-8000-000000000001';
const logger = createLogger({ name: 'test', level: 'silent' });
let dataDir: string;
let log: EventLog;
let publisher: Publisher;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'registry-'));
  log = await openEventLog({ url: 'sqlite:', dataDir, now: Date.now });
  await log.ensureTopics([{ name: 'access.services.v1' }]);
  publisher = await log.publisher('access');
});
afterAll(async () => {
  await log.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function publish(
  version: number,
  clientId: string,
  members: Partial<ServiceState> = {},
): Promise<void> {
  const state = service(A, { clientId, ...members });
  const origin = { correlationId: 'c', actor: 'operator' };
  const { topic, key, event } = buildEvent(
    'gatehouse.access.service.v1',
    { version, state },
    origin,
    version,
  );
  await publisher.publish([{ topic, key, value: JSON.stringify(event) }]);
}

test('has what the log had at the start, and then follows', async () => {
  await publish(1, 'first');
  const { registry, consumer } = await startServiceRegistry({ log, logger, now: Date.now });
  await consumer.caughtUp;
  expect(registry.byClientId('first')?.version).toBe(1);
  await publisher.publish([
    { topic: 'access.services.v1', key: 'rubbish', value: '{"type":"gatehouse.access.service.v1"}' },
  ]);
  await publish(2, 'second');
  expect(await registry.reaches(A, 2, 5_000)).toBe(true);
  expect(registry.byClientId('first')).toBeUndefined();
  await consumer.close();
});

test('a secret of the last state of a service that no master key opens is logged', async () => {
  const sealed = (masterKey: string) => createSealer([masterKey]).seal('text', `service-secret:${A}`);
  const of = (masterKey: string) => ({
    secrets: [{ id: A, sealed: sealed(masterKey), createdAt: '2026-01-01T00:00:00.000Z' }],
  });
  const logged = async () => {
    const lines: string[] = [];
    const listening = createLogger({
      name: 'test',
      level: 'error',
      destination: { write: (line) => lines.push(line) },
    });
    const sealer = createSealer(['the key at hand']);
    const { consumer } = await startServiceRegistry({ log, logger: listening, sealer, now: Date.now });
    await consumer.caughtUp;
    await consumer.close();
    return lines.map((line) => JSON.parse(line));
  };
  await publish(10, 'sealed', of('the key that was lost'));
  const [key] = sealed('the key that was lost').split('.');
  expect(await logged()).toMatchObject([
    { key, services: 1, serviceId: A, msg: expect.stringContaining('MASTER_KEY') },
  ]);
  await publish(11, 'sealed', of('the key at hand'));
  expect(await logged()).toEqual([]);
});
