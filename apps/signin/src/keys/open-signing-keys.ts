import { type Origin, type SigningKeysState, signingKeyContext } from '@gatehouse/contracts';
import { changeEntity, type EntityKind } from '@gatehouse/entities';
import type { Sealer } from '@gatehouse/runtime';
import type { ChangeResult, Collection } from '@gatehouse/store';
import { makeKey } from './make-key.ts';
import { compromiseKey, dropFormer, dueStep, firstKeys, KEYS_ID, rotateKeys } from './signing-keys.domain.ts';
import type { SigningKeysDocument } from './signing-keys.store.ts';

export interface SigningKeysParts {
  collection: Collection<SigningKeysDocument>;
  sealer: Sealer;
  now: () => number;
  /** How long a key signs; 0: until the operator changes it. */
  keyDays: number;
  /** Ends the sessions that began before an instant (ISO 8601). */
  endSessions: (before: string, origin: Origin) => Promise<void>;
}

export type SigningKeys = ReturnType<typeof openSigningKeys>;

const BY_TIME: Origin = { correlationId: 'signing-keys', actor: 'platform' };

/** The signing keys of this store. Any number of instances may call any of this at the same time. */
export function openSigningKeys({ collection, sealer, now, keyDays, endSessions }: SigningKeysParts) {
  const kind: EntityKind<'gatehouse.signin.signing-keys.v1', SigningKeysDocument> = {
    type: 'gatehouse.signin.signing-keys.v1',
    collection,
    now,
    keys: (_state, { endSessionsBefore = 0, endedBy }) => ({
      ...(endSessionsBefore > 0 && { endSessionsBefore }),
      ...(endSessionsBefore > 0 && endedBy !== undefined && { endedBy }),
    }),
  };

  const fresh = () => makeKey(sealer);

  function written(changed: ChangeResult<SigningKeysDocument, unknown>): SigningKeysDocument {
    if (changed.status === 'duplicate' || changed.document === undefined) throw new Error('no signing keys');
    return changed.document;
  }

  async function first(): Promise<SigningKeysDocument> {
    const known = await collection.get(KEYS_ID);
    if (known !== undefined) return known;
    const [current, next] = await Promise.all([fresh(), fresh()]);
    const made = await changeEntity(kind, KEYS_ID, BY_TIME, (state) => ({
      state: state === undefined ? firstKeys(current, next, now()) : undefined,
      result: undefined,
    }));
    return written(made);
  }

  /** Ends what a compromised key signed for; repeated until it went through. */
  async function endSessionsOfCompromised(document: SigningKeysDocument): Promise<void> {
    const { endSessionsBefore: before, endedBy = BY_TIME } = document;
    if (before === undefined) return;
    await endSessions(new Date(before).toISOString(), endedBy);
    await changeEntity(kind, KEYS_ID, endedBy, (_state, _version, current) => ({
      ...(current?.endSessionsBefore === before && { marks: { endSessionsBefore: 0 } }),
      result: undefined,
    }));
  }

  return {
    /** As they are now; made where there are none. */
    async read(): Promise<{ version: number; state: SigningKeysState }> {
      return first();
    },

    /** The private half of a key, as a JWK. */
    privateKey: ({ kid, sealed }: SigningKeysState['keys'][number]) =>
      JSON.parse(sealer.open(sealed, signingKeyContext(kid))) as Record<string, string>,

    /** Does what time asks for, and what a compromised key left to be done. */
    async step(): Promise<void> {
      const document = await first();
      await endSessionsOfCompromised(document);
      const due = dueStep(document.state, now(), keyDays);
      if (due === undefined) return;
      const key = due === 'rotate' ? await fresh() : undefined;
      await changeEntity(kind, KEYS_ID, BY_TIME, (state) => {
        if (state === undefined || dueStep(state, now(), keyDays) !== due) return { result: undefined };
        return { state: key ? rotateKeys(state, key, now()) : dropFormer(state, now()), result: undefined };
      });
    },

    /** The next key signs from now on. */
    async bringIn(origin: Origin): Promise<SigningKeysState> {
      const [{ state: before }, key] = await Promise.all([first(), fresh()]);
      const changed = await changeEntity(kind, KEYS_ID, origin, (state = before) => ({
        state: rotateKeys(state, key, now()),
        result: undefined,
      }));
      return written(changed).state;
    },

    /** A key is gone, and what it signed is over; undefined where there is no such key. */
    async compromise(kid: string, origin: Origin): Promise<SigningKeysState | undefined> {
      const [, key] = await Promise.all([first(), fresh()]);
      const changed = await changeEntity(kind, KEYS_ID, origin, (state, _version, document) => {
        const made = state && compromiseKey(state, kid, key, now());
        if (made === undefined) return { result: undefined };
        const before = Math.max(made.endsSessionsBefore ?? 0, document?.endSessionsBefore ?? 0);
        const { correlationId, actor } = origin;
        const marks = before > 0 ? { endSessionsBefore: before, endedBy: { correlationId, actor } } : {};
        return { state: made.state, marks, result: made.state };
      });
      if (changed.result !== undefined) await endSessionsOfCompromised(written(changed));
      return changed.result;
    },
  };
}
