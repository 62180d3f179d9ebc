import { createHash } from 'node:crypto';
import type { ActiveSession, Origin, SessionState } from '@gatehouse/contracts';
import { changeEntity, type EntityKind } from '@gatehouse/entities';
import { type Filter, inBatches } from '@gatehouse/store';
import { logoutMessages } from './logout-messages.ts';
import {
  addServices,
  type EndReason,
  endSession,
  type SignedIn,
  signInAgain,
  startSession,
} from './session.domain.ts';
import type { SessionDocument, SessionsCollection } from './sessions.store.ts';

export const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url');

/** A session that counts, with what only this store has of it. */
export interface LiveSession {
  state: ActiveSession;
  payload: string | undefined;
  lastUsedAt: number;
  /** Milliseconds: when it ends unless it is used before. */
  endsAt: number;
  provedEmail: string | undefined;
  browser: string | undefined;
}

/** What a request leaves in a session. */
export interface SessionUse {
  /** The value of its cookie. */
  cookie: string;
  /** The library's payload, as JSON. */
  payload: string;
  /** Set where the person has just signed in. */
  signedIn?: (SignedIn & { providerSid?: string; identityId?: string; provedEmail?: string }) | undefined;
  /** The services that the person is signed in to. */
  serviceIds: readonly string[];
  browser?: string | undefined;
}

function marksOf({ provedEmail, providerSid, identityId }: NonNullable<SessionUse['signedIn']>) {
  return { provedEmail, providerSid, identityId };
}

export interface SessionsParts {
  collection: SessionsCollection;
  now: () => number;
  idleMs: number;
  ageMs: number;
  /** Where a service takes logout tokens; undefined where it takes none. */
  logoutUriOf: (serviceId: string) => string | undefined;
}

/** So often, at most, uses are written in the time in which an idle session ends. */
const USES_IN_IDLENESS = 30;

export type Sessions = ReturnType<typeof openSessions>;

/** The sessions of this store. One that has ended is never there again. */
export function openSessions({ collection, now, idleMs, ageMs, logoutUriOf }: SessionsParts) {
  const quietMs = Math.floor(idleMs / USES_IN_IDLENESS);
  const kind: EntityKind<'gatehouse.signin.session.v1', SessionDocument> = {
    type: 'gatehouse.signin.session.v1',
    collection,
    now,
    keys(state, { cookieHash, payload, lastUsedAt = now(), provedEmail, providerSid, identityId, browser }) {
      if (state.status === 'ended') return { lastUsedAt, endsAt: Date.parse(state.endedAt) };
      return {
        ...{ lastUsedAt, endsAt: Math.min(Date.parse(state.expiresAt), lastUsedAt + idleMs) },
        ...(cookieHash !== undefined && { cookieHash }),
        ...(payload !== undefined && { payload }),
        ...(provedEmail !== undefined && { provedEmail }),
        ...(providerSid !== undefined && { providerSid }),
        ...(identityId !== undefined && { identityId }),
        ...(browser !== undefined && { browser }),
      };
    },
  };

  function live(document: SessionDocument | undefined): LiveSession | undefined {
    if (document === undefined || document.state.status !== 'active' || document.endsAt <= now())
      return undefined;
    const { state, payload, lastUsedAt, endsAt, provedEmail, browser } = document;
    return { state, payload, lastUsedAt, endsAt, provedEmail, browser };
  }

  function usedState(current: SessionState | undefined, id: string, use: SessionUse) {
    const { signedIn } = use;
    if (current === undefined) {
      return signedIn && addServices(startSession(id, signedIn, now(), now() + ageMs), use.serviceIds, now());
    }
    if (current.status === 'ended') return undefined;
    if (signedIn !== undefined && signedIn.userId !== current.userId) return undefined;
    return addServices(signedIn ? signInAgain(current, signedIn, now()) : current, use.serviceIds, now());
  }

  return {
    get: async (id: string): Promise<LiveSession | undefined> => live(await collection.get(id)),
    withCookie: async (cookie: string): Promise<LiveSession | undefined> =>
      live(await collection.findOne({ cookieHash: hashOf(cookie) })),

    /** How many count. O(n). */
    count: (): Promise<number> => collection.count({ endsAt: { gt: now() } }),

    /** Those of a user that count, the last begun first. */
    async ofUser(userId: string): Promise<LiveSession[]> {
      const where = { 'state.userId': userId, 'state.status': 'active' };
      const found = (await Array.fromAsync(inBatches(collection, { where }))).flat();
      return found
        .flatMap((document) => live(document) ?? [])
        .sort((a, b) => (a.state.startedAt < b.state.startedAt ? 1 : -1));
    },

    /** Stores what a request made of a session; of one that has ended nothing. */
    async use(id: string, use: SessionUse, origin: Origin): Promise<void> {
      await changeEntity(kind, id, origin, (current, _version, document) => {
        if (document !== undefined && current?.status === 'active' && document.endsAt <= now()) {
          return { result: undefined };
        }
        const state = usedState(current, id, use);
        if (state === undefined) return { result: undefined };
        const { signedIn } = use;
        const marks = {
          ...{ cookieHash: hashOf(use.cookie), payload: use.payload, lastUsedAt: now() },
          ...(signedIn && marksOf(signedIn)),
          ...(use.browser !== undefined && { browser: use.browser }),
        };
        return { state: state === current ? undefined : state, marks, result: undefined };
      });
    },

    /** How often it is enough to hear of a session's use. */
    quietMs,

    /** A use that leaves nothing but its time; of those in quick succession the first. */
    async touch(id: string): Promise<void> {
      const document = await collection.get(id);
      const known = live(document);
      if (known === undefined || now() - known.lastUsedAt < quietMs / 2) return;
      const origin = { correlationId: 'none', actor: 'public' };
      await changeEntity(kind, id, origin, (current, _version, stored) =>
        current?.status === 'active' && stored !== undefined && stored.endsAt > now()
          ? { marks: { lastUsedAt: now() }, result: undefined }
          : { result: undefined },
      );
    },

    /** Ends a session and lists the logout tokens to be sent; whether it did count until now. */
    async end(id: string, reason: EndReason, origin: Origin): Promise<boolean> {
      const changed = await changeEntity(kind, id, origin, (current, _version, document) => {
        if (current?.status !== 'active') return { result: false };
        const inTime = document !== undefined && document.endsAt > now();
        const at = now();
        const messages = inTime ? logoutMessages(current, at, origin, logoutUriOf) : [];
        return {
          state: endSession(current, { at, reason: inTime ? reason : 'expired', messages }),
          result: inTime,
        };
      });
      return changed.result;
    },

    /** Ends every session that a condition finds; how many did count. */
    async endWhere(where: Filter, reason: EndReason, origin: Origin) {
      let ended = 0;
      for await (const batch of inBatches(collection, { where: { 'state.status': 'active', ...where } })) {
        for (const { _id } of batch) if (await this.end(_id, reason, origin)) ended++;
      }
      return ended;
    },

    endAllOf(userId: string, reason: EndReason, origin: Origin): Promise<number> {
      return this.endWhere({ 'state.userId': userId }, reason, origin);
    },
  };
}
