import { createHash } from 'node:crypto';
import type { BegunSignIn } from '@gatehouse/oidc-client';
import type { Sealer } from '@gatehouse/runtime';
import { type Collection, change, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

/** One attempt to sign in. The id is the hash of `state`. It is no event, and deleted a day after its end. */
const schema = documentSchema({
  /** The provider, and the client that it was asked as. */
  issuer: { type: String, required: true },
  clientId: { type: String, required: true },
  redirectUri: { type: String, required: true },
  /** Nonce and PKCE verifier. */
  sealed: { type: String, required: true },
  /** Where the person wants to be afterwards. */
  redirectPath: String,
  mfa: { type: Boolean, required: true },
  /** Milliseconds. */
  expiresAt: { type: Number, required: true },
  used: Boolean,
});
schema.index({ expiresAt: 1 }, { name: 'end' });

export const signInsCollection = defineCollection('sign-ins', schema);
export type SignInDocument = DocumentOf<typeof schema>;
export type SignInsCollection = Collection<SignInDocument>;

/** What a sign-in is begun for. */
export type Wanted = Pick<SignInDocument, 'issuer' | 'clientId' | 'mfa'> & {
  redirectPath?: string | undefined;
};

export type SignIn = Pick<SignInDocument, 'issuer' | 'clientId' | 'redirectUri' | 'redirectPath' | 'mfa'> &
  Pick<BegunSignIn, 'nonce' | 'codeVerifier'>;

/** What came of a `state`. */
export type UsedSignIn =
  | { status: 'good'; signIn: SignIn }
  /** Why it is good for nothing, for the log. */
  | { status: 'refused'; reason: 'state-unknown' | 'state-expired' | 'state-used' }
  /** Nothing was brought back: it stays open. */
  | { status: 'incomplete' };

export type SignIns = ReturnType<typeof openSignIns>;

const DAY_MS = 86_400_000;
const BATCH = 100;
const idOf = (state: string) => createHash('sha256').update(state).digest('base64url');
const contextOf = (id: string) => `sign-in:${id}`;

type Decided = Exclude<UsedSignIn, { status: 'good' }> | { status: 'good'; current: SignInDocument };

/** Sign-ins, from `auth_uri` to the callback. Each is used once. */
export function openSignIns(
  collection: SignInsCollection,
  { sealer, now, lifeMs }: { sealer: Sealer; now: () => number; lifeMs: number },
) {
  function refusalOf(current: SignInDocument | undefined): Decided | undefined {
    if (current === undefined) return { status: 'refused', reason: 'state-unknown' };
    if (current.used === true) return { status: 'refused', reason: 'state-used' };
    return current.expiresAt > now() ? undefined : { status: 'refused', reason: 'state-expired' };
  }

  return {
    async begin({ state, nonce, codeVerifier, redirectUri }: BegunSignIn, wanted: Wanted): Promise<void> {
      const _id = idOf(state);
      const { redirectPath, ...others } = wanted;
      await change(collection, now, _id, () => ({
        document: {
          ...{ _id, ...others, redirectUri, expiresAt: now() + lifeMs },
          ...(redirectPath !== undefined && { redirectPath }),
          sealed: sealer.seal(JSON.stringify({ nonce, codeVerifier }), contextOf(_id)),
        },
        result: undefined,
      }));
    },
    /** Uses a `state` up, where something was brought back. Of several at once one gets it. */
    async use(state: string, isComplete: boolean): Promise<UsedSignIn> {
      const id = idOf(state);
      const { result } = await change<SignInDocument, Decided>(collection, now, id, (current) => {
        const refusal = refusalOf(current);
        if (refusal !== undefined || current === undefined) {
          return { result: refusal ?? { status: 'refused', reason: 'state-unknown' } };
        }
        if (!isComplete) return { result: { status: 'incomplete' } };
        return { document: { ...current, used: true }, result: { status: 'good', current } };
      });
      if (result.status !== 'good') return result;
      const { sealed, issuer, clientId, redirectUri, redirectPath, mfa } = result.current;
      const secrets = JSON.parse(sealer.open(sealed, contextOf(id))) as Pick<
        SignIn,
        'nonce' | 'codeVerifier'
      >;
      const signIn = { issuer, clientId, redirectUri, mfa, ...secrets };
      return { status: 'good', signIn: redirectPath === undefined ? signIn : { ...signIn, redirectPath } };
    },
    /** The provider was never asked: it may be used once more. */
    async reopen(state: string): Promise<void> {
      await change(collection, now, idOf(state), (current) => {
        if (current?.used !== true) return { result: undefined };
        const { used: _, ...open } = current;
        return { document: open, result: undefined };
      });
    },
    /** Deletes those that ended a day ago. */
    async purge(): Promise<void> {
      for (;;) {
        const where = { expiresAt: { lte: now() - DAY_MS } };
        const over = await collection.find({ where, sort: [['expiresAt', 1]], limit: BATCH });
        await collection.purge(over.map(({ _id }) => _id));
        if (over.length < BATCH) return;
      }
    },
  };
}
