import { change } from '@gatehouse/store';
import type { Payload } from './record-adapter.ts';
import { type RecordDocument, type Records, recordId } from './records.store.ts';

/** What the library keeps of one authorization request while a person is asked. */
export interface InteractionPayload extends Payload {
  prompt: { name: string; reasons: readonly string[]; details: Record<string, unknown> };
  params: Readonly<Record<string, string>>;
  session?: { accountId: string; uid?: string };
  lastSubmission?: Record<string, unknown>;
  result?: Record<string, unknown>;
  answered?: boolean;
  /** Of one authorization, from its first page to its last. */
  cid?: string;
}

/** One that was answered leaves what was asked, for a browser that lost the answer; one whose time is over, whose it was. */
export type StoredInteraction =
  | { status: 'open'; payload: InteractionPayload; expiresAt: number }
  | { status: 'answered'; clientId: string; params: InteractionPayload['params'] }
  | { status: 'over'; clientId: string };

const MODEL = 'Interaction';
/** So long a page can say of a request that it is over, and where to begin. */
const KNOWN_AFTER_MS = 86_400_000;

/** Neither the session's cookie nor a token that came with the request is kept: both would be secrets in the clear. */
function withoutSecrets(payload: InteractionPayload): InteractionPayload {
  const { returnTo: _returnTo, session, ...rest } = payload;
  const kept = session && {
    accountId: session.accountId,
    ...(session.uid !== undefined && { uid: session.uid }),
  };
  return { ...rest, ...(kept && { session: kept }) } as InteractionPayload;
}

/** The records of requests that wait for a person. The library and the pages share them. */
export function openInteractionRecords(records: Records, now: () => number) {
  const idOf = (id: string) => recordId(MODEL, id);

  function stored(document: RecordDocument | undefined): StoredInteraction | undefined {
    if (document === undefined) return undefined;
    const payload = JSON.parse(document.payload) as InteractionPayload;
    const { params, answered } = payload;
    const clientId = params.client_id ?? '';
    if (document.expiresAt <= now()) return { status: 'over', clientId };
    if (answered === true) return { status: 'answered', clientId, params };
    return { status: 'open', payload, expiresAt: document.expiresAt };
  }

  function documentOf(id: string, payload: InteractionPayload, expiresAt: number) {
    const purgeAt = expiresAt + KNOWN_AFTER_MS;
    return { _id: idOf(id), model: MODEL, payload: JSON.stringify(payload), expiresAt, purgeAt };
  }

  return {
    get: async (id: string): Promise<StoredInteraction | undefined> => stored(await records.get(idOf(id))),

    async save(id: string, { jti: _jti, ...payload }: InteractionPayload, expiresAt: number): Promise<void> {
      const document = documentOf(id, withoutSecrets(payload as InteractionPayload), expiresAt);
      await change(records, now, idOf(id), () => ({ document, result: undefined }));
    },

    /** Changes an open one; false where it is over. */
    async change(id: string, decide: (payload: InteractionPayload) => InteractionPayload): Promise<boolean> {
      const changed = await change(records, now, idOf(id), (current) => {
        const open = stored(current);
        if (open?.status !== 'open') return { result: false };
        return { document: documentOf(id, decide(open.payload), open.expiresAt), result: true };
      });
      return changed.result;
    },

    /** The browser has gone on. */
    async end(id: string): Promise<void> {
      await this.change(id, ({ params, prompt }) => ({ params, prompt, answered: true }));
    },
  };
}

export type InteractionRecords = ReturnType<typeof openInteractionRecords>;
