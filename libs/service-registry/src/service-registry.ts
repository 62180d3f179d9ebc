import type { ServiceState } from '@gatehouse/contracts';
import { canonicalId, type Logger, type Sealer } from '@gatehouse/runtime';
import { createClientIds } from './client-ids.ts';
import { type ApiSecret, createOpenedSecrets } from './opened-secrets.ts';
import { createVersionWaiters } from './version-waiters.ts';

/** A service as the log last told of it. Replaced as a whole by each change, so it can key what is derived from it. */
export interface RegisteredService extends ServiceState {
  readonly version: number;
}

/** The services, in memory. */
export interface ServiceRegistry {
  /** Takes a state in; an older one than is known changes nothing. A deleted service is known by its version alone. */
  apply(service: RegisteredService): void;
  /** `id` in its canonical form. */
  byId(id: string): RegisteredService | undefined;
  /** The client id exactly as it is written. */
  byClientId(clientId: string): RegisteredService | undefined;
  /** A URL's segment: the service's id or its client id, either in any case. */
  byIdOrClientId(text: string): RegisteredService | undefined;
  /** Direct children. */
  childrenOf(id: string): RegisteredService[];
  /** The secrets that are still valid at `now` (milliseconds), newest first; none for an unknown service. */
  secretsOf(id: string, now: number): ApiSecret[];
  /** The services with a secret, valid at `now`, that no key at hand opens: their ids by the name of the key that is missing. */
  unopenable(now: number): Map<string, string[]>;
  versionOf(id: string): number | undefined;
  /** Waits until the service is known at the version, or a later one; false when that takes longer than `timeoutMs`. */
  reaches(id: string, version: number, timeoutMs: number): Promise<boolean>;
  readonly size: number;
}

/** Without a sealer, `secretsOf` throws. */
export function createServiceRegistry({
  sealer,
  logger,
}: {
  sealer?: Sealer;
  logger?: Logger;
} = {}): ServiceRegistry {
  const services = new Map<string, RegisteredService>();
  const clientIds = createClientIds();
  const children = new Map<string, Set<string>>();
  const waiters = createVersionWaiters();
  const openSecret = createOpenedSecrets(sealer, logger);

  function present(id: string): RegisteredService | undefined {
    const service = services.get(id);
    return service?.removedAt === undefined ? service : undefined;
  }

  function moveChild(id: string, before: string | undefined, after: string | undefined): void {
    if (before === after) return;
    if (before !== undefined) children.get(before)?.delete(id);
    if (after !== undefined) children.set(after, (children.get(after) ?? new Set()).add(id));
  }

  function newestOf(ids: Iterable<string>): RegisteredService | undefined {
    let newest: RegisteredService | undefined;
    for (const id of ids) {
      const service = services.get(id);
      if (service !== undefined && service.version > (newest?.version ?? 0)) newest = service;
    }
    return newest;
  }

  return {
    apply(service) {
      const known = services.get(service.id);
      if (known !== undefined && known.version >= service.version) return;
      services.set(service.id, service);
      const before = known?.removedAt === undefined ? known?.clientId : undefined;
      clientIds.move(service.id, before, service.removedAt === undefined ? service.clientId : undefined);
      moveChild(service.id, known?.parentId, service.parentId);
      waiters.tell(service.id, service.version);
    },
    byId: present,
    byClientId(clientId) {
      const exactly = clientIds.holders(clientId).filter((id) => services.get(id)?.clientId === clientId);
      return newestOf(exactly);
    },
    byIdOrClientId(text) {
      const id = canonicalId(text);
      return id === undefined ? newestOf(clientIds.holders(text)) : present(id);
    },
    childrenOf(id) {
      return [...(children.get(id) ?? [])].flatMap((child) => present(child) ?? []);
    },
    secretsOf(id, now) {
      const opened = (services.get(id)?.secrets ?? []).flatMap((secret) => openSecret(id, secret) ?? []);
      return opened.filter(({ expiresAt }) => expiresAt > now);
    },
    unopenable(now) {
      const found = new Map<string, string[]>();
      for (const { id, secrets } of services.values()) {
        const missing = secrets
          .filter(({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > now)
          .flatMap(({ sealed }) => sealer?.missingKey(sealed) ?? []);
        for (const key of new Set(missing)) found.set(key, [...(found.get(key) ?? []), id]);
      }
      return found;
    },
    versionOf: (id) => services.get(id)?.version,
    async reaches(id, version, timeoutMs) {
      if ((services.get(id)?.version ?? 0) >= version) return true;
      return waiters.wait(id, version, timeoutMs);
    },
    get size() {
      return services.size;
    },
  };
}
