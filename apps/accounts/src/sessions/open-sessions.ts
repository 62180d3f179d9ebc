import { newId, type Sealer } from '@gatehouse/runtime';
import { change, type Filter, inBatches } from '@gatehouse/store';
import { counts, endsAtOf, isUseToBeNoted, type SessionTimes } from './session.domain.ts';
import { hashOfToken, newSessionToken } from './session-token.ts';
import type { AccountSessionDocument, AccountSessionsCollection, SessionEnd } from './sessions.store.ts';

export interface SessionsOptions extends SessionTimes {
  collection: AccountSessionsCollection;
  sealer: Sealer;
  now: () => number;
}

/** What a session begins with. */
export interface BeginSession
  extends Pick<AccountSessionDocument, 'identityId' | 'userId' | 'mfa' | 'idTokenIssuedAt' | 'idToken'> {
  providerSid?: string | undefined;
}

/** More of one identity end the oldest. */
const MOST_OF_IDENTITY = 100;
const DAY_MS = 86_400_000;
const BATCH = 100;
const OPEN = { endedAt: { exists: false } } as const;

const idTokenContext = (id: string) => `account-session:${id}`;

export type AccountSessions = ReturnType<typeof openAccountSessions>;

/** Sessions of people at first-party frontends. */
export function openAccountSessions({ collection, sealer, now, ...times }: SessionsOptions) {
  async function endOne(id: string, endedBy: SessionEnd): Promise<boolean> {
    const { status } = await change(collection, now, id, (current) => {
      if (current === undefined || current.endedAt !== undefined) return { result: undefined };
      const at = now();
      const endsAt = Math.min(current.endsAt, at);
      return { document: { ...current, endedAt: at, endedBy, endsAt }, result: undefined };
    });
    return status === 'changed';
  }

  async function endWhere(where: Filter, endedBy: SessionEnd): Promise<number> {
    let ended = 0;
    for await (const batch of inBatches(collection, { where: { ...where, ...OPEN } })) {
      for (const { _id } of batch) if (await endOne(_id, endedBy)) ended++;
    }
    return ended;
  }

  /** The oldest give way. */
  async function endTooMany(identityId: string): Promise<void> {
    const where = { identityId, ...OPEN, endsAt: { gt: now() } };
    const query = { where, sort: [['startedAt', -1]] as const, skip: MOST_OF_IDENTITY, limit: BATCH };
    for (const { _id } of await collection.find(query)) await endOne(_id, 'too-many');
  }

  async function noteUse(id: string): Promise<void> {
    await change(collection, now, id, (current) => {
      const at = now();
      if (current === undefined || !counts(current, times, at) || !isUseToBeNoted(current, times, at)) {
        return { result: undefined };
      }
      const used = { ...current, lastUsedAt: at };
      return { document: { ...used, endsAt: endsAtOf(used, times) }, result: undefined };
    });
  }

  const openOf = (userId: string): Filter => ({ userId, ...OPEN, endsAt: { gt: now() } });
  const byToken = (token: string) => collection.findOne({ tokenHash: hashOfToken(token) });

  return {
    /** Begins a session; its token is given out once and not kept. */
    async begin({ idToken, providerSid, ...given }: BeginSession): Promise<{ id: string; token: string }> {
      const token = newSessionToken();
      const id = newId();
      const at = now();
      const begun = { startedAt: at, lastUsedAt: at, expiresAt: at + times.ageMs };
      await change(collection, now, id, () => ({
        document: {
          ...{ _id: id, tokenHash: hashOfToken(token), ...given, ...begun },
          ...(providerSid !== undefined && { providerSid }),
          idToken: sealer.seal(idToken, idTokenContext(id)),
          endsAt: endsAtOf(begun, times),
        },
        result: undefined,
      }));
      await endTooMany(given.identityId);
      return { id, token };
    },
    /** The session of a token, where it counts. Its use is noted now and then. */
    async used(token: string): Promise<AccountSessionDocument | undefined> {
      const session = await byToken(token);
      if (session === undefined || !counts(session, times, now())) return undefined;
      if (isUseToBeNoted(session, times, now())) await noteUse(session._id);
      return session;
    },
    /** The session of a token that counts, or that ran out within a day: nobody ended it. */
    async ranOutOfLate(token: string): Promise<AccountSessionDocument | undefined> {
      const session = await byToken(token);
      if (session === undefined || session.endedAt !== undefined) return undefined;
      return now() - endsAtOf(session, times) < DAY_MS ? session : undefined;
    },
    idTokenOf: ({ _id, idToken }: AccountSessionDocument): string =>
      sealer.open(idToken, idTokenContext(_id)),
    /** Those of a user that count, the newest first. */
    ofUser(userId: string, { skip, limit }: { skip: number; limit: number }) {
      const query = { where: openOf(userId), sort: [['startedAt', -1]] as const, skip, limit };
      return collection.find(query);
    },
    countOf: (userId: string): Promise<number> => collection.count(openOf(userId)),
    /** Whether one that counts is a user's. */
    async isOf(id: string, userId: string): Promise<boolean> {
      const session = await collection.get(id);
      return session?.userId === userId && counts(session, times, now());
    },
    end: endOne,
    endWhere,
    /** Deletes those that ended a day ago. */
    async purge(): Promise<void> {
      for (;;) {
        const where = { endsAt: { lte: now() - DAY_MS } };
        const over = await collection.find({ where, sort: [['endsAt', 1]], limit: BATCH });
        await collection.purge(over.map(({ _id }) => _id));
        if (over.length < BATCH) return;
      }
    },
  };
}
