import { createRequire } from 'node:module';
import type { Broker, Cluster } from 'kafkajs';

type Find = Cluster['findGroupCoordinator'];
type Asked = Parameters<Find>[0] & { coordinatorType?: number };

interface KnownOf extends Cluster {
  [known]?: Map<string, Broker>;
}

const known = Symbol('known coordinators');
const patched = Symbol.for('gatehouse.known-coordinator-patched');
/** Kafka's number for coordinators of transactions. */
const TRANSACTION = 1;
const CALLS = ['addPartitionsToTxn', 'endTxn', 'initProducerId'] as const;

/**
 * Symptom: kafkajs asks twice in each transaction which broker coordinates it: two of five requests of a small one.
 * Upstream: none found.
 * Here: the broker is remembered while its connection lasts and it refuses nothing. Coordinators of groups are asked for as
 * before.
 */
export function rememberCoordinators(): void {
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/cluster') as {
    prototype: KnownOf & { [patched]?: true };
  };
  if (prototype[patched]) return;
  prototype[patched] = true;
  prototype.findGroupCoordinator = remembering(prototype.findGroupCoordinator);
}

/** The same, with a memory for each cluster object. */
export function remembering(find: Find): Find {
  return async function (this: KnownOf, asked: Asked) {
    if (asked.coordinatorType !== TRANSACTION) return find.call(this, asked);
    this[known] ??= new Map();
    const brokers = this[known];
    const before = brokers.get(asked.groupId);
    if (before?.isConnected()) return before;
    const broker = await find.call(this, asked);
    const watched = forgetful(broker, () => brokers.delete(asked.groupId));
    brokers.set(asked.groupId, watched);
    return watched;
  };
}

/** The broker with calls that end the memory where they fail: the coordinator may be another one by now. */
function forgetful(broker: Broker, forget: () => void): Broker {
  const methods = broker as unknown as Record<string, (request: unknown) => Promise<unknown>>;
  const watched: typeof methods = Object.create(broker);
  for (const call of CALLS) {
    watched[call] = async (request) => {
      try {
        return await methods[call]?.(request);
      } catch (error) {
        forget();
        throw error;
      }
    };
  }
  return watched as unknown as Broker;
}
