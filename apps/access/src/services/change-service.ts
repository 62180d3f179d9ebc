import type { Published } from '@gatehouse/app-process';
import { type Origin, SERVICE_VERSION_HEADER, type ServiceState } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { conflict } from '@gatehouse/errors';
import { noSuchService } from './known-service.ts';
import { retryWhenFull } from './retry-when-full.ts';
import { isTooLarge } from './service.ts';
import { type ServiceDocument, type Services, serviceKind } from './services.store.ts';

export interface ChangeServiceDependencies {
  services: Services;
  now: () => number;
  published: Published;
}

/** A service as it is stored now, and as it was before. */
export interface ServiceChange {
  service: ServiceState;
  before: ServiceState | undefined;
  /** For the answer of an operator's write: the gateway holds it back until it knows this version. */
  headers: Readonly<Record<string, string>>;
}

/** How the API describes the refusal of a service that grew too large. */
export const TOO_LARGE = {
  conflict: 'The service has as much as one service can hold: roles, policies and secrets together.',
};

/** A deleted service counts as one that was never made. */
function present(state: ServiceState | undefined): ServiceState | undefined {
  return state?.removedAt === undefined ? state : undefined;
}

/**
 * Writes a service, with all that is inside it, in one document, and waits for a bounded time until the log has the change.
 * `decide` is pure and may throw a fault; undefined leaves the service as it is. Throws `conflict` for a client id that
 * another service has, for a service that grew too large, and for a built-in one.
 */
export async function changeService(
  { services, now, published }: ChangeServiceDependencies,
  id: string,
  origin: Origin,
  decide: (current: ServiceState | undefined) => ServiceState | undefined,
): Promise<ServiceChange> {
  const write = () =>
    changeEntity(serviceKind(services, now), id, origin, (current) => {
      if (current?.builtIn) throw conflict('The service is built in: it is not configured');
      const state = decide(present(current));
      if (state !== undefined && isTooLarge(state)) {
        throw conflict('The service would hold more than one service can');
      }
      return { state, result: undefined };
    });
  const written = await retryWhenFull(published, write);
  if (written.status === 'duplicate') throw conflict('clientId: is taken');
  const { document } = written;
  if (document === undefined) throw new Error('a service was neither stored nor made');
  if (written.status === 'unchanged') return changeOf(document, present(document.state));
  await published();
  return changeOf(document, present(written.previous?.state));
}

/** The same for a service that must exist: 404 where it does not. */
export function changeKnownService(
  dependencies: ChangeServiceDependencies,
  id: string,
  origin: Origin,
  decide: (current: ServiceState) => ServiceState | undefined,
): Promise<ServiceChange> {
  return changeService(dependencies, id, origin, (current) => {
    if (current === undefined) throw noSuchService();
    return decide(current);
  });
}

function changeOf(document: ServiceDocument, before: ServiceState | undefined): ServiceChange {
  const headers = { [SERVICE_VERSION_HEADER]: `${document._id};${document.version}` };
  return { service: document.state, before, headers };
}
