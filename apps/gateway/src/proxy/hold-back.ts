import type { IncomingMessage } from 'node:http';
import { SERVICE_VERSION_HEADER } from '@gatehouse/contracts';
import type { ServiceRegistry } from '@gatehouse/service-registry';

const LONGEST_MS = 2_000;

/**
 * Waits until this gateway knows the service at the version that an answer of access names, for two seconds at most: a
 * client that reads a new secret in the answer can use it here at once.
 */
export function holdBackUntilKnown(registry: Pick<ServiceRegistry, 'reaches'>) {
  return async (headers: IncomingMessage['headers']): Promise<void> => {
    const [id, version] = String(headers[SERVICE_VERSION_HEADER] ?? '').split(';');
    if (id === undefined || version === undefined || !/^\d{1,16}$/.test(version)) return;
    await registry.reaches(id, Number(version), LONGEST_MS);
  };
}
