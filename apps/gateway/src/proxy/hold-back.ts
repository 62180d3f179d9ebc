import type { IncomingMessage } from 'node:http';
import type { ServiceRegistry } from '@gatehouse/service-registry';

/** In which an answer of the access service says which service it made or changed, at what version: `<id>;<version>`. */
const VERSION_HEADER = 'x-gatehouse-service-version';
const LONGEST_MS = 2_000;

/**
 * Holds an answer back until this gateway knows the service at the version that the answer speaks of, for two seconds
 * at most: whoever reads there a new secret can use it here at once.
 */
export function holdBackUntilKnown(registry: Pick<ServiceRegistry, 'reaches'>) {
  return async (headers: IncomingMessage['headers']): Promise<void> => {
    const [id, version] = String(headers[VERSION_HEADER] ?? '').split(';');
    if (id === undefined || version === undefined || !/^\d{1,16}$/.test(version)) return;
    await registry.reaches(id, Number(version), LONGEST_MS);
  };
}
