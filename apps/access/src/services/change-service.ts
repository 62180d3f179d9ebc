import type { Published } from '@gatehouse/app-process';
import { type Origin, SERVICE_VERSION_HEADER, type ServiceState } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { conflict } from '@gatehouse/errors';
import { isTooLarge } from './service.ts';
import { type ServiceDocument, type Services, serviceKind } from './services.store.ts';
import { withRoom } from './with-room.ts';

/** What became of a service: as it is stored now, before, and whether this call wrote. */
export interface ServiceChange {
  service: ServiceState;
  before: ServiceState | undefined;
  /** For the answer of an operator's write: the gateway holds it back until it knows this version. */
  headers: Readonly<Record<string, string>>;
}

/** Writes services, each with all that is inside it, in one document. */
export interface ServiceWriter {
  /**
   * `decide` is pure, and may throw a fault; a deleted service is absent to it, and undefined leaves the service as it is. Throws `conflict` for a client id that
   * is another's, and for a service that grew too large. Waits, bounded, until the log has the change.
   */
  change(
    id: string,
    origin: Origin,
    decide: (current: ServiceState | undefined) => ServiceState | undefined,
  ): Promise<ServiceChange>;
}

interface Parts {
  services: Services;
  now: () => number;
  published: Published;
}

/** A deleted service is as one that was never made. */
function present(state: ServiceState | undefined): ServiceState | undefined {
  return state?.removedAt === undefined ? state : undefined;
}

export function createServiceWriter({ services, now, published }: Parts): ServiceWriter {
  const kind = serviceKind(services, now);

  function changeOf(document: ServiceDocument, before: ServiceState | undefined): ServiceChange {
    const headers = { [SERVICE_VERSION_HEADER]: `${document._id};${document.version}` };
    return { service: document.state, before, headers };
  }

  return {
    async change(id, origin, decide) {
      const write = () =>
        changeEntity(kind, id, origin, (current) => {
          const state = decide(present(current));
          if (state !== undefined && isTooLarge(state)) {
            throw conflict('The service would hold more than one service can');
          }
          return { state, result: undefined };
        });
      const written = await withRoom(published, write);
      if (written.status === 'duplicate') throw conflict('clientId: is taken');
      const { document } = written;
      if (document === undefined) throw new Error('a service was neither there nor made');
      if (written.status === 'unchanged') return changeOf(document, present(document.state));
      await published();
      return changeOf(document, present(written.previous?.state));
    },
  };
}
