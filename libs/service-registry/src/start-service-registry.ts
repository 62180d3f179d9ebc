import { consumerOf } from '@gatehouse/consumers';
import { topics } from '@gatehouse/contracts';
import { type Consumer, type EventLog, replicate } from '@gatehouse/event-log';
import type { Logger, Sealer } from '@gatehouse/runtime';
import { createServiceRegistry, type ServiceRegistry } from './service-registry.ts';

export interface StartServiceRegistryOptions {
  log: EventLog;
  logger: Logger;
  /** Opens the services' secrets; an app that needs none leaves it out. */
  sealer?: Sealer | undefined;
  now: () => number;
  /** Each record that could not be applied, for metrics. */
  onSkipped?: ((topic: string) => void) | undefined;
}

export interface StartedServiceRegistry {
  registry: ServiceRegistry;
  /** `caughtUp` resolves once the registry has all that the log had at the start. */
  consumer: Consumer;
}

/** A registry that follows the log from its start, for as long as the process lives. */
export async function startServiceRegistry(
  options: StartServiceRegistryOptions,
): Promise<StartedServiceRegistry> {
  const { log, logger, sealer, now, onSkipped } = options;
  const registry = createServiceRegistry({ logger, sealer });
  await log.ensureTopics([topics.services]);
  const { topics: read, handle } = consumerOf({
    async 'gatehouse.access.service.v1'({ data: { state, version } }) {
      registry.apply({ ...state, version });
    },
  });
  const consumer = await replicate({
    log,
    topics: read,
    logger,
    apply: handle,
    onSkipped,
  });
  const logMissingKeys = () => {
    for (const [key, services] of registry.unopenable(now())) {
      // The start goes on: where a key is lost for good, an operator rotates the secrets.
      logger.error(
        { key, services: services.length, serviceId: services[0] },
        'MASTER_KEY should also hold the key of this name: API secrets are sealed with it, and their services are refused',
      );
    }
  };
  // It rejects when it is closed before: nobody needs the answer then.
  void consumer.caughtUp.then(logMissingKeys, () => {});
  return { registry, consumer };
}
