import { emailKey, type InvitationState, listedStatusOf } from '@gatehouse/contracts';
import { projectEntities, projectionFields } from '@gatehouse/entities';
import { type Collection, type DocumentOf, defineCollection, documentSchema } from '@gatehouse/store';

/** An invitation as sign-in knows it. */
export interface KnownInvitation
  extends Pick<InvitationState, 'id' | 'status' | 'serviceId' | 'organisationId' | 'createdAt'> {
  /** The names as the invitation had them, while nobody has accepted it. */
  givenName?: string;
  familyName?: string;
}

/** `openEmailKey`: the address, while the invitation waits for it to be a user's. */
const schema = documentSchema({ ...projectionFields<KnownInvitation>(), openEmailKey: String });
schema.index({ openEmailKey: 1, 'state.createdAt': 1 }, { name: 'email' });

export const invitationsCollection = defineCollection('invitations', schema);
export type InvitationDocument = DocumentOf<typeof schema>;

function waitsForUser({ status }: Pick<InvitationState, 'status'>): boolean {
  return status === 'received' || status === 'waiting';
}

function knownInvitation(invitation: InvitationState) {
  const { id, status, serviceId, organisationId, createdAt, email, givenName, familyName } = invitation;
  const state: KnownInvitation = {
    ...{ id, status, serviceId, createdAt },
    ...(organisationId !== undefined && { organisationId }),
  };
  if (!waitsForUser(invitation) || email === undefined) return { state, keys: {} };
  const names = {
    ...(givenName !== undefined && { givenName }),
    ...(familyName !== undefined && { familyName }),
  };
  return { state: { ...state, ...names }, keys: { openEmailKey: emailKey(email) } };
}

/** No page names more. */
const MOST_SHOWN = 1_000;

export type InvitationsProjection = ReturnType<typeof openInvitations>;

/** The projection of invitations. */
export function openInvitations(collection: Collection<InvitationDocument>, now: () => number) {
  return {
    /** Those that wait for an address, by its key; the oldest first. */
    async waitingFor(key: string, limit = MOST_SHOWN): Promise<KnownInvitation[]> {
      const query = { where: { openEmailKey: key }, sort: [['state.createdAt', 1]] as const, limit };
      return (await collection.find(query)).map(({ state }) => state);
    },
    /** Whether each of some invitations has come to its end, or is unknown. At most 1,000. */
    async areOver(ids: readonly string[]): Promise<boolean> {
      const found = await collection.getMany(ids);
      return found.every(({ state }) => listedStatusOf[state.status] !== 'open');
    },
    /** Stores states of different invitations, each unless it is as old as the known one or older. */
    project: (states: readonly { state: InvitationState; version: number }[]) =>
      projectEntities(
        collection,
        now,
        states.map(({ state, version }) => ({ entityVersion: version, ...knownInvitation(state) })),
      ),
  };
}
