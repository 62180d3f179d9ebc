import { change, nextVersion } from '@gatehouse/store';
import { type RecordDocument, type Records, recordId } from './records.store.ts';

/** A record's content as the library has it; times in seconds. */
export type Payload = Record<string, unknown> & {
  jti?: string;
  grantId?: string;
  consumed?: number;
  sessionUid?: string;
  clientId?: string;
};

/** What an adapter of one kind of record needs. */
export interface RecordAdapterParts {
  records: Records;
  now: () => number;
  /** Whether a session is there and has not ended. */
  isSessionActive: (sessionId: string) => Promise<boolean>;
  /** The client that has authenticated in the request under way. */
  currentClientId: () => string | undefined;
  /** Who loses a race for a code, or sends an assertion again, gets this. */
  refusals: { consumed: () => Error; replayed: () => Error };
  /** How long the last token of a code may live. */
  lifetimeMs: number;
}

const REPLAY = 'ReplayDetection';
const CODE = 'AuthorizationCode';

function payloadOf(id: string, { payload }: RecordDocument): Payload {
  return { ...(JSON.parse(payload) as Payload), jti: id };
}

/** The library's store of one kind of record: an id is found once, consumed once, and gone when its time is over. */
export function createRecordAdapter(model: string, parts: RecordAdapterParts) {
  const { records, now, isSessionActive, currentClientId, refusals, lifetimeMs } = parts;

  async function revokeByGrantId(grantId: string): Promise<void> {
    for (;;) {
      const found = await records.find({ where: { grantId, model }, limit: 100 });
      await records.purge(found.map(({ _id }) => _id));
      if (found.length < 100) return;
    }
  }

  /** Whoever sends a used code again, however late, is not alone in having it: what it gave is over. */
  async function revokeAfterReuse({ consumed, grantId, clientId }: Payload): Promise<void> {
    if (consumed === undefined || grantId === undefined || clientId !== currentClientId()) return;
    await records.purge([recordId('Grant', grantId)]);
  }

  return {
    async upsert(id: string, { jti: _jti, ...payload }: Payload, expiresInSeconds: number): Promise<void> {
      const _id = recordId(model, id);
      const expiresAt = now() + expiresInSeconds * 1_000;
      const document = {
        ...{ _id, model, payload: JSON.stringify(payload), expiresAt, purgeAt: expiresAt },
        ...(payload.grantId !== undefined && { grantId: payload.grantId }),
      };
      if (model === REPLAY) {
        const { status } = await records.write({ document: { ...document, version: now() }, events: [] });
        if (status !== 'written') throw refusals.replayed();
        return;
      }
      await change(records, now, _id, () => ({ document, result: undefined }));
    },

    async find(id: string): Promise<Payload | undefined> {
      const document = await records.get(recordId(model, id));
      if (document === undefined) return undefined;
      const payload = payloadOf(id, document);
      if (document.expiresAt <= now()) {
        if (model === CODE) await revokeAfterReuse(payload);
        return undefined;
      }
      if (payload.sessionUid !== undefined && !(await isSessionActive(payload.sessionUid))) return undefined;
      return payload;
    },

    /** Of any number of uses at once one returns; all others are refused. */
    async consume(id: string): Promise<void> {
      const previous = await records.get(recordId(model, id));
      if (previous === undefined) throw refusals.consumed();
      const payload = JSON.parse(previous.payload) as Payload;
      if (payload.consumed !== undefined) throw refusals.consumed();
      const consumed = { ...payload, consumed: Math.floor(now() / 1_000) };
      const document = {
        ...previous,
        version: nextVersion(previous.version, now()),
        payload: JSON.stringify(consumed),
        purgeAt: Math.max(previous.purgeAt, now() + lifetimeMs),
      };
      const { status } = await records.write({ previous, document, events: [] });
      if (status !== 'written') throw refusals.consumed();
    },

    destroy: (id: string): Promise<void> => records.purge([recordId(model, id)]),
    revokeByGrantId,
    findByUid: async (): Promise<undefined> => undefined,
    findByUserCode: async (): Promise<undefined> => undefined,
  };
}
