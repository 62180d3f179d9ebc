import { buildEvent, emailKey, type InvitationState, type Origin } from '@gatehouse/contracts';
import { type Collection, change, type Draft } from '@gatehouse/store';
import { listedStatus } from './invitation.ts';
import { type InvitationQueries, invitationQueries } from './invitation-queries.ts';
import type { Idempotency, InvitationDocument } from './invitations.store.ts';

/** What a new invitation is kept with, beside its state. */
export interface Arrival {
  sameAs: string;
  claim?: string;
  idempotency?: Idempotency;
}

/** `taken`: the id, the claim or the idempotency id is another's. */
export type Arrived = 'kept' | 'taken';

/** Every change of an invitation is one write with its event. */
export interface Invitations extends InvitationQueries {
  /** One write. */
  add(state: InvitationState, arrival: Arrival, origin: Origin): Promise<Arrived>;
  /**
   * Changes an invitation as `decide` says, which is pure; undefined leaves it as it is. Gives the invitation as it
   * then stands, and whether this call changed it.
   */
  change(
    id: string,
    origin: Origin,
    decide: (state: InvitationState) => InvitationState | undefined,
  ): Promise<{ changed: boolean; state: InvitationState | undefined }>;
}

function draftOf(state: InvitationState, kept: Partial<InvitationDocument>): Draft<InvitationDocument> {
  const listed = listedStatus(state);
  const { sameAs, claim, idempotency } = kept;
  const known = state.email !== undefined;
  const { hash, ...rest } = idempotency ?? {};
  return {
    _id: state.id,
    state,
    listed,
    ...(state.email !== undefined && { emailKey: emailKey(state.email) }),
    ...(known && sameAs !== undefined && { sameAs }),
    ...(known && claim !== undefined && listed === 'open' && { claim }),
    ...(idempotency !== undefined && { idempotency: (known ? idempotency : rest) as Idempotency }),
  };
}

function eventOf(
  document: InvitationDocument,
  previous: InvitationDocument | undefined,
  origin: Origin,
  now: number,
) {
  const entity = { version: document.version, state: document.state, previous: previous?.state };
  return buildEvent('gatehouse.invitations.invitation.v1', entity, origin, now);
}

export function openInvitations(collection: Collection<InvitationDocument>, now: () => number): Invitations {
  return {
    ...invitationQueries(collection),
    async add(state, arrival, origin) {
      const document: InvitationDocument = { ...draftOf(state, arrival), version: now() };
      const events = [eventOf(document, undefined, origin, now())];
      const { status } = await collection.write({ document, events });
      return status === 'written' ? 'kept' : 'taken';
    },
    async change(id, origin, decide) {
      const changed = await change(collection, now, id, (current) => {
        const state = current === undefined ? undefined : decide(current.state);
        if (current === undefined || state === undefined) return { result: undefined };
        return {
          document: draftOf(state, current),
          events: (document) => [eventOf(document, current, origin, now())],
          result: undefined,
        };
      });
      if (changed.status === 'duplicate')
        throw new Error(`an invitation met the unique index ${changed.index}`);
      return { changed: changed.status === 'changed', state: changed.document?.state };
    },
  };
}
