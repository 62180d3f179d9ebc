import { createHash } from 'node:crypto';
import type { BegunSignIn } from '@gatehouse/oidc-client';
import type { Sealer } from '@gatehouse/runtime';
import { type Collection, change, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

/** Somebody went to a provider. The id is the hash of `state`, which the person brings back. */
const schema = documentSchema({
  interactionId: { type: String, required: true },
  providerId: { type: String, required: true },
  serviceId: { type: String, required: true },
  /** Of the browser that went there: only it may come back. */
  browser: { type: String, required: true },
  /** Nonce and PKCE verifier. */
  sealed: { type: String, required: true },
  /** Milliseconds. */
  expiresAt: { type: Number, required: true },
  /** It was used: it is good for nothing any more. */
  used: Boolean,
});
schema.index({ expiresAt: 1 }, { name: 'end' });

export const providerSignInsCollection = defineCollection('provider-sign-ins', schema);
export type ProviderSignInDocument = DocumentOf<typeof schema>;
export type ProviderSignInsCollection = Collection<ProviderSignInDocument>;

/** Where somebody went, from which request, and by which browser. */
export interface WentThere {
  interactionId: string;
  providerId: string;
  serviceId: string;
  browser: string;
  expiresAt: number;
}

/** What came of a `state`: the way there, or why it is good for nothing. */
export type WayBack = ({ status: 'good' } & WentThere & Secrets) | { status: 'unknown' | 'elsewhere' };
type Used = { status: 'good'; current: ProviderSignInDocument } | { status: 'unknown' | 'elsewhere' };
type Secrets = Pick<BegunSignIn, 'nonce' | 'codeVerifier'>;

export type ProviderSignIns = ReturnType<typeof openProviderSignIns>;

const BATCH = 100;
const idOf = (state: string) => createHash('sha256').update(state).digest('base64url');
const contextOf = (id: string) => `provider-sign-in:${id}`;

/** The ways to providers, from the button to the coming back. Each is used once. */
export function openProviderSignIns(
  collection: ProviderSignInsCollection,
  sealer: Sealer,
  now: () => number,
) {
  return {
    async begin({ state, nonce, codeVerifier }: BegunSignIn, went: WentThere): Promise<void> {
      const id = idOf(state);
      const sealed = sealer.seal(JSON.stringify({ nonce, codeVerifier }), contextOf(id));
      await change(collection, now, id, () => ({
        document: { _id: id, ...went, sealed },
        result: undefined,
      }));
    },
    /** Uses a `state` up, for the browser that went there. Of several at once one gets it. */
    async use(
      state: string,
      { providerId, browser }: { providerId: string; browser: string | undefined },
    ): Promise<WayBack> {
      const id = idOf(state);
      const { result } = await change<ProviderSignInDocument, Used>(collection, now, id, (current) => {
        const isGood = current !== undefined && current.used !== true && current.expiresAt > now();
        if (!isGood || current.providerId !== providerId) return { result: { status: 'unknown' } };
        if (current.browser !== browser) return { result: { status: 'elsewhere' } };
        return { document: { ...current, used: true }, result: { status: 'good', current } };
      });
      if (result.status !== 'good') return result;
      const { sealed, interactionId, serviceId, expiresAt } = result.current;
      const secrets = JSON.parse(sealer.open(sealed, contextOf(id))) as Secrets;
      return {
        status: 'good',
        interactionId,
        providerId,
        serviceId,
        expiresAt,
        browser: result.current.browser,
        ...secrets,
      };
    },
    /** Deletes those whose time is over. */
    async purge(): Promise<void> {
      for (;;) {
        const over = await collection.find({
          where: { expiresAt: { lte: now() } },
          sort: [['expiresAt', 1]],
          limit: BATCH,
        });
        await collection.purge(over.map(({ _id }) => _id));
        if (over.length < BATCH) return;
      }
    },
  };
}
