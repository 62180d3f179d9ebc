import type { Origin } from '@gatehouse/contracts';
import { canonicalId } from '@gatehouse/runtime';
import type { Sessions } from './open-sessions.ts';
import type { SignedIn } from './session.domain.ts';

/** A session as the library has it. */
interface SessionPayload {
  jti?: string;
  uid?: string;
  accountId?: string;
  authorizations?: Readonly<Record<string, { grantId?: string }>>;
}

/** What the request under way says of its person. */
export interface CurrentRequest {
  signedIn?: (SignedIn & { providerSid?: string; identityId?: string; provedEmail?: string }) | undefined;
  browser?: string | undefined;
  origin: Origin;
}

export interface SessionAdapterParts {
  sessions: Sessions;
  current: () => CurrentRequest;
  serviceIdOf: (clientId: string) => string | undefined;
}

/** The library's store of sessions. It keeps those of people alone, under the session's id whatever the cookie. */
export function createSessionAdapter({ sessions, current, serviceIdOf }: SessionAdapterParts) {
  const parsed = (text: string | undefined): SessionPayload | undefined =>
    text === undefined ? undefined : (JSON.parse(text) as SessionPayload);
  return {
    async upsert(cookie: string, { jti: _jti, ...payload }: SessionPayload): Promise<void> {
      const id = canonicalId(payload.uid ?? '');
      if (id === undefined || payload.accountId === undefined) return;
      const { signedIn, browser, origin } = current();
      const serviceIds = Object.entries(payload.authorizations ?? {})
        .filter(([, { grantId }]) => grantId !== undefined)
        .flatMap(([clientId]) => serviceIdOf(clientId) ?? []);
      await sessions.use(
        id,
        { cookie, payload: JSON.stringify(payload), signedIn, serviceIds, browser },
        origin,
      );
    },
    async find(cookie: string): Promise<SessionPayload | undefined> {
      const payload = parsed((await sessions.withCookie(cookie))?.payload);
      return payload && { ...payload, jti: cookie };
    },
    async findByUid(id: string): Promise<SessionPayload | undefined> {
      return parsed((await sessions.get(id))?.payload);
    },
    /** A new cookie takes the place of the old one in the same document, and ends are told elsewhere. */
    async destroy(): Promise<void> {},
    async consume(): Promise<void> {},
    async revokeByGrantId(): Promise<void> {},
    findByUserCode: async (): Promise<undefined> => undefined,
  };
}
