import { batchConsumerOf } from '@gatehouse/consumers';
import type { InvitationState } from '@gatehouse/contracts';
import { projectEntities, projectionFields } from '@gatehouse/entities';
import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  type Filter,
} from '@gatehouse/store';
import { COUNTED_AT_MOST } from './reference-counts.ts';

/**
 * What an invitation refers to while it may still be accepted. An expired one may be sent again. An accepted one has left a
 * service link and perhaps a membership, which refer by themselves.
 */
const schema = documentSchema({
  ...projectionFields<{ id: string }>(),
  serviceId: String,
  /** The requesting service, where that is another. */
  audienceServiceId: String,
  organisationId: String,
});
schema.index({ serviceId: 1 }, { name: 'service' });
schema.index({ audienceServiceId: 1 }, { name: 'audience' });
schema.index({ organisationId: 1 }, { name: 'organisation' });

/** A projection of the invitations' topic: ids alone, nothing personal. */
export const invitationReferencesCollection = defineCollection('invitation-references', schema);
export type InvitationReferenceDocument = DocumentOf<typeof schema>;
export type InvitationReferences = Collection<InvitationReferenceDocument>;

const REFERRING: ReadonlySet<string> = new Set<InvitationState['status']>([
  'received',
  'waiting',
  'linking',
  'granting',
  'expired',
]);

function keysOf({ status, serviceId, audienceServiceId, organisationId }: InvitationState) {
  if (!REFERRING.has(status)) return {};
  return {
    serviceId,
    ...(audienceServiceId !== serviceId && { audienceServiceId }),
    ...(organisationId !== undefined && { organisationId }),
  };
}

/** Few enough not to start the embedded store's worker thread for checkpoints, which takes memory. */
const WRITTEN_AT_A_TIME = 25;
/** Most invitations are over within this time: then only their last state is projected. Who deletes something waits for it. */
const LINGER_MS = 2_000;
/** So many that a batch is not full before that. */
const BATCH_SIZE = 500;

/** Keeps the projection up to date: an older state than the known one changes nothing. */
export function onInvitationsChanged(references: InvitationReferences, now: () => number) {
  const consumer = batchConsumerOf(['gatehouse.invitations.invitation.v1'], async (events) => {
    const copies = events.map(({ data: { state, version } }) => ({
      entityVersion: version,
      state: { id: state.id },
      keys: keysOf(state),
    }));
    for (let from = 0; from < copies.length; from += WRITTEN_AT_A_TIME) {
      await projectEntities(references, now, copies.slice(from, from + WRITTEN_AT_A_TIME));
    }
  });
  return { ...consumer, lingerMs: LINGER_MS, batchSize: BATCH_SIZE };
}

/** How many invitations that are not over refer to a service or an organisation. */
export async function countInvitations(
  references: InvitationReferences,
  to: { serviceId: string } | { organisationId: string },
): Promise<number> {
  const wheres: Filter[] =
    'serviceId' in to ? [to, { audienceServiceId: to.serviceId }] : [{ organisationId: to.organisationId }];
  const found = await Promise.all(
    wheres.map((where) => references.find({ where, sort: [['_id', 1]], limit: COUNTED_AT_MOST })),
  );
  return Math.min(COUNTED_AT_MOST, found.flat().length);
}
