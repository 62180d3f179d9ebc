import type { ServiceState } from '@gatehouse/contracts';
import { canonicalId, type Logger, type Sealer } from '@gatehouse/runtime';
import pTimeout from 'p-timeout';
import { createClientIds } from './client-ids.ts';
import { type ApiSecret, createOpenedSecrets } from './opened-secrets.ts';

/** A service as last published. Each change replaces it as a whole, so it can key what is derived from it. */
export interface RegisteredService extends ServiceState {
  readonly version: number;
}

/** The services, in memory. */
export interface ServiceRegistry {
  /** Applies a state; one that is not newer changes nothing. Of a deleted service only the version is known. */
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
  /** Ids of services with a secret, valid at `now`, that no given key opens, by the name of the missing key. */
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
  sealer?: Sealer | undefined;
  logger?: Logger | undefined;
} = {}): ServiceRegistry {
  const services = new Map<string, RegisteredService>();
  const clientIds = createClientIds();
  const children = new Map<string, Set<string>>();
  const openSecret = createOpenedSecrets(sealer, logger);
  let changed = Promise.withResolvers<void>();

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
      changed.resolve();
      changed = Promise.withResolvers();
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
      const deadline = performance.now() + timeoutMs;
      while ((services.get(id)?.version ?? 0) < version) {
        const leftMs = deadline - performance.now();
        if (leftMs <= 0) return false;
        await pTimeout(changed.promise, { milliseconds: leftMs, message: false });
      }
      return true;
    },
    get size() {
      return services.size;
    },
  };
}
