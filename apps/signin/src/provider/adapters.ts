import { clientMetadata } from '../clients/client-metadata.ts';
import type { InteractionPayload } from '../records/interaction-records.ts';
import { createRecordAdapter, type Payload } from '../records/record-adapter.ts';
import { browserName } from '../sessions/browser-name.ts';
import { createSessionAdapter } from '../sessions/session-adapter.ts';
import { type Context, signedInOf } from './context.ts';
import type { Library } from './load-library.ts';
import { originOfRequest } from './origin.ts';
import type { OidcParts } from './parts.ts';

/** Where the library's models are kept: sessions and requests in documents of ours, services as they are known, the rest as records. */
export function createAdapters(library: Library, parts: OidcParts) {
  const { errors, Provider } = library;
  const { records, interactions, sessions, services, now, ageMs, issuer } = parts;
  const context = () => Provider.ctx as Context | undefined;

  const session = createSessionAdapter({
    sessions,
    serviceIdOf: (clientId) => services.byClientId(clientId)?.id,
    current() {
      const ctx = context();
      return {
        signedIn: ctx && signedInOf(ctx),
        browser: browserName(ctx?.get('user-agent')),
        origin: originOfRequest(ctx?.req),
      };
    },
  });

  const nothing = {
    async upsert(): Promise<void> {},
    async consume(): Promise<void> {},
    async destroy(): Promise<void> {},
    async revokeByGrantId(): Promise<void> {},
    findByUid: async (): Promise<undefined> => undefined,
    findByUserCode: async (): Promise<undefined> => undefined,
  };

  const interaction = {
    ...nothing,
    upsert: (id: string, payload: Payload, expiresIn: number) =>
      interactions.save(id, payload as InteractionPayload, now() + expiresIn * 1_000),
    async find(id: string) {
      const stored = await interactions.get(id);
      if (stored?.status !== 'open') return undefined;
      return { ...stored.payload, jti: id, returnTo: `${issuer}/oidc/authorize/${encodeURIComponent(id)}` };
    },
    destroy: (id: string) => interactions.end(id),
  };

  const client = {
    ...nothing,
    async find(clientId: string) {
      const service = services.byClientId(clientId);
      return service && clientMetadata(service);
    },
  };

  const own: Readonly<Record<string, unknown>> = {
    Session: session,
    Interaction: interaction,
    Client: client,
  };
  const shared = {
    ...{ records, now, lifetimeMs: ageMs },
    isSessionActive: async (id: string) => (await sessions.get(id)) !== undefined,
    currentClientId: () => context()?.oidc.client?.clientId,
    refusals: {
      consumed: () => new errors.InvalidGrant('the code was used already'),
      replayed: () => new errors.InvalidClientAuth('the client assertion was used already'),
    },
  };
  return (model: string) => own[model] ?? createRecordAdapter(model, shared);
}
