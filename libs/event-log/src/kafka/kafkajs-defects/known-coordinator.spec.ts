import type { Broker, Cluster } from 'kafkajs';
import { remembering } from './known-coordinator.ts';

type Find = Cluster['findGroupCoordinator'];

/** A cluster whose coordinators are brokers that a test disconnects or has fail. */
function cluster() {
  const made: { isConnected: boolean; fails: boolean }[] = [];
  const find = (async () => {
    const broker = { isConnected: true, fails: false };
    made.push(broker);
    return {
      isConnected: () => broker.isConnected,
      async endTxn(request: unknown) {
        if (broker.fails) throw new Error('not the coordinator');
        return request;
      },
    } as unknown as Broker;
  }) as Find;
  const owner = { findGroupCoordinator: remembering(find) };
  const coordinator = async (groupId: string, coordinatorType?: number) =>
    (await owner.findGroupCoordinator({ groupId, ...(coordinatorType && { coordinatorType }) })) as Broker & {
      endTxn(request: unknown): Promise<unknown>;
    };
  return { made, coordinator };
}

const TRANSACTION = 1;

test('a transaction’s coordinator is asked for once while it is connected', async () => {
  const { made, coordinator } = cluster();
  const first = await coordinator('a', TRANSACTION);
  expect(await coordinator('a', TRANSACTION)).toBe(first);
  expect(await first.endTxn(1)).toBe(1);
  await coordinator('b', TRANSACTION);
  expect(made).toHaveLength(2);
  for (const broker of made) broker.isConnected = false;
  await coordinator('a', TRANSACTION);
  expect(made).toHaveLength(3);
});

test('after a failure it is asked for again', async () => {
  const { made, coordinator } = cluster();
  const first = await coordinator('a', TRANSACTION);
  for (const broker of made) broker.fails = true;
  await expect(first.endTxn(1)).rejects.toThrow('not the coordinator');
  expect(await coordinator('a', TRANSACTION)).not.toBe(first);
});

test('a group’s coordinator is asked for each time', async () => {
  const { made, coordinator } = cluster();
  await coordinator('a');
  await coordinator('a');
  expect(made).toHaveLength(2);
});
