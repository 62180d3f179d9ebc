import { z } from 'zod';
import { personal } from '../personal.ts';
import { instant, uuid, version } from '../primitives.ts';
import { identifierWords } from '../resources/identifier.ts';

export const grantIdentifier = z.object({
  key: z.string().describe(identifierWords.key),
  value: personal(z.string()).describe(identifierWords.value),
});

const grantKey = {
  id: z.string().describe('`<service id>:<organisation id>:<user id>`.'),
  serviceId: uuid.describe('The service that the user has access to.'),
  organisationId: uuid.describe('The organisation for which.'),
  userId: uuid.describe('The user.'),
};

/** A user's mapping to a service for one organisation. */
export const heldGrant = z.object({
  ...grantKey,
  state: z.literal('granted').describe('The user has access.'),
  roles: z.array(z.string()).describe('Codes of the roles that the user has there.'),
  identifiers: z.array(grantIdentifier).describe('What the service knows the user by in the organisation.'),
  membershipIncarnation: version.describe(
    'The `incarnation` of the membership that it stands on: when that incarnation ends, so does the grant.',
  ),
  approvedAt: instant.describe('When it was first made.'),
  updatedAt: instant.describe('When it last changed.'),
  userStatus: z
    .literal([0, 1])
    .describe("The user's status, 1 active or 0 deactivated, as it was known when this was written."),
  userUpdatedAt: instant.describe('When the user had last changed by then.'),
  membershipUpdatedAt: instant.describe('When the membership had last changed by then.'),
});

export const removedGrant = z.object({
  ...grantKey,
  state: z.literal('removed').describe('The user no longer has access.'),
  removedAt: instant.describe('When it was removed.'),
});

export const grantState = z.discriminatedUnion('state', [heldGrant, removedGrant]);
export type HeldGrant = z.output<typeof heldGrant>;
export type RemovedGrant = z.output<typeof removedGrant>;
export type GrantState = z.output<typeof grantState>;

/** A grant's id: one user, one organisation, one service. */
export function grantId(serviceId: string, organisationId: string, userId: string): string {
  return `${serviceId}:${organisationId}:${userId}`;
}

/**
 * A service invited a user: the service sees that incarnation of the user. It is access's reply to the invitation's command
 * request. One for each invitation, never changed, so a repeated request is recognised.
 */
export const serviceLinkState = z.object({
  id: uuid.describe('The id of the invitation.'),
  commandRequestId: z.string().describe('The command request to which it replies.'),
  serviceId: uuid.describe('The service that invited.'),
  userId: uuid.describe('The user who was invited.'),
  organisationId: uuid.optional().describe('The organisation that the invitation named.'),
  userVersion: version.describe(
    'The version at which the user was linked: a user whose `incarnation` is later is another person under the same id.',
  ),
  outcome: z
    .enum(['linked', 'user-removed'])
    .describe('`linked`: the API shows the result. `user-removed`: the person is gone.'),
  granted: z
    .boolean()
    .optional()
    .describe('Whether the user has a grant in the organisation that the invitation named.'),
  at: instant.describe('When the request was processed.'),
});
export type ServiceLinkState = z.output<typeof serviceLinkState>;
