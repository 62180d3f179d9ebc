import { createHash } from 'node:crypto';
import { type Collection, change, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

/**
 * A logout that the provider told of, under the hash of its `jti`. It is there before sessions end, so that a sign-in under way
 * meanwhile finds it, and taken once they have ended: a crash in between loses nothing.
 */
const schema = documentSchema({
  identityId: String,
  providerSid: String,
  /** In seconds, by the provider's clock. */
  issuedAt: { type: Number, required: true },
  /** Since when its sessions have ended: milliseconds. */
  takenAt: Number,
  expiresAt: { type: Number, required: true },
});
schema.index({ identityId: 1 }, { name: 'identity' });
schema.index({ providerSid: 1 }, { name: 'provider-session' });
schema.index({ expiresAt: 1 }, { name: 'end' });

export const accountLogoutsCollection = defineCollection('account-logouts', schema);
export type AccountLogoutDocument = DocumentOf<typeof schema>;
export type AccountLogoutsCollection = Collection<AccountLogoutDocument>;

/** Whose sessions a logout ends, and when it was. */
export interface ToldLogout {
  jti: string;
  issuer: string;
  identityId?: string | undefined;
  providerSid?: string | undefined;
  issuedAt: number;
}

/** By the provider's clock, a session may have begun so long after the logout that ends it. */
export const TOLERANCE_S = 30;
/** Older tokens are refused for their age; times may be off by half a minute each way. */
const REMEMBERED_MS = 11 * 60_000;
const BATCH = 100;

interface Begun {
  identityId: string;
  providerSid?: string | undefined;
  idTokenIssuedAt: number;
  /** When its callback came: milliseconds. */
  cameAt: number;
}

/**
 * Whether a logout ends a session that was begun meanwhile: by its `sid`, or by its subject. A subject may sign in again as soon
 * as its logout was taken: whoever comes later is another sign-in, however quickly.
 */
function ends(logout: AccountLogoutDocument, session: Begun): boolean {
  if (logout.identityId !== undefined && logout.identityId !== session.identityId) return false;
  if (logout.providerSid !== undefined && session.providerSid !== undefined) {
    return logout.providerSid === session.providerSid;
  }
  if (logout.takenAt !== undefined && logout.takenAt < session.cameAt) return false;
  return logout.identityId !== undefined && session.idTokenIssuedAt <= logout.issuedAt + TOLERANCE_S;
}

export type AccountLogouts = ReturnType<typeof openLogouts>;

/** The logouts of the last minutes. */
export function openLogouts(collection: AccountLogoutsCollection, now: () => number) {
  const idOf = ({ issuer, jti }: Pick<ToldLogout, 'issuer' | 'jti'>) =>
    createHash('sha256').update(`${issuer} ${jti}`).digest('base64url');

  return {
    /** False where it was taken before: it is no new one. */
    async note({ identityId, providerSid, issuedAt, ...told }: ToldLogout): Promise<boolean> {
      const _id = idOf(told);
      const { result } = await change(collection, now, _id, (current) => {
        if (current !== undefined) return { result: current.takenAt === undefined };
        const whose = {
          ...(identityId !== undefined && { identityId }),
          ...(providerSid !== undefined && { providerSid }),
        };
        const expiresAt = now() + REMEMBERED_MS;
        return { document: { _id, ...whose, issuedAt, expiresAt }, result: true };
      });
      return result;
    },
    /** Its sessions have ended. False where another request said so before. */
    async take(told: Pick<ToldLogout, 'issuer' | 'jti'>): Promise<boolean> {
      const { result } = await change(collection, now, idOf(told), (current) =>
        current === undefined || current.takenAt !== undefined
          ? { result: false }
          : { document: { ...current, takenAt: now() }, result: true },
      );
      return result;
    },
    /** Whether a logout came while somebody was signing in. */
    async endedMeanwhile(session: Begun): Promise<boolean> {
      const { identityId, providerSid } = session;
      const found = await Promise.all([
        collection.find({ where: { identityId }, limit: BATCH }),
        providerSid === undefined ? [] : collection.find({ where: { providerSid }, limit: BATCH }),
      ]);
      return found.flat().some((logout) => ends(logout, session));
    },
    /** Deletes those that would be refused for their age. */
    async purge(): Promise<void> {
      for (;;) {
        const where = { expiresAt: { lte: now() } };
        const over = await collection.find({ where, sort: [['expiresAt', 1]], limit: BATCH });
        await collection.purge(over.map(({ _id }) => _id));
        if (over.length < BATCH) return;
      }
    },
  };
}
