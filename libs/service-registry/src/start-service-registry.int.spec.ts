import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildEvent } from '@gatehouse/contracts';
import { type EventLog, openEventLog, type Publisher } from '@gatehouse/event-log';
import { createLogger } from '@gatehouse/runtime';
import { service } from '@gatehouse/testing';
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

async function publish(version: number, clientId: string): Promise<void> {
  const state = service(A, { clientId });
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
  const { registry, consumer } = await startServiceRegistry({ log, logger });
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
