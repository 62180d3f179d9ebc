import { z } from 'zod';
import { instant, uuid, version } from '../primitives.ts';

export const grantIdentifier = z.object({ key: z.string(), value: z.string() });

const grantKey = {
  /** `<service id>:<organisation id>:<user id>`. */
  id: z.string(),
  serviceId: uuid,
  organisationId: uuid,
  userId: uuid,
};

/** A user's mapping to a service for one organisation. */
export const heldGrant = z.object({
  ...grantKey,
  state: z.literal('granted'),
  roles: z.array(z.string()),
  identifiers: z.array(grantIdentifier),
  /** The `since` of the membership that it stands on: without that very membership the grant goes. */
  membershipSince: version,
  /** When it was first made. */
  approvedAt: instant,
  updatedAt: instant,
  /** The user's status, 1 active or 0 deactivated, as it was known when this was written. */
  userStatus: z.literal([0, 1]).optional(),
  /** When the user had last changed by then. */
  userUpdatedAt: instant.optional(),
  /** When the membership that it stands on had last changed by then. */
  membershipUpdatedAt: instant.optional(),
});

export const removedGrant = z.object({ ...grantKey, state: z.literal('removed'), removedAt: instant });

export const grantState = z.discriminatedUnion('state', [heldGrant, removedGrant]);
export type HeldGrant = z.output<typeof heldGrant>;
export type RemovedGrant = z.output<typeof removedGrant>;
export type GrantState = z.output<typeof grantState>;

/** A grant's id: one user, one organisation, one service. */
export function grantId(serviceId: string, organisationId: string, userId: string): string {
  return `${serviceId}:${organisationId}:${userId}`;
}

/**
 * That a service invited a user: lets the service see the user as long as that person lives, and is access's answer to an invitation's
 * ask. One for each invitation, never changed, so an ask that comes again is known.
 */
export const introductionState = z.object({
  /** The invitation's id. */
  id: uuid,
  /** The ask that it answers. */
  askId: z.string(),
  serviceId: uuid,
  userId: uuid,
  organisationId: uuid.optional(),
  /** The version at which the user was linked: whose `since` is later is another person under the same id. */
  userVersion: version.optional(),
  /** `introduced`: the per-user paths show the result. `user-removed`: the person is gone. */
  outcome: z.enum(['introduced', 'user-removed']),
  /** Whether the user has a grant in the organisation that the invitation named. */
  granted: z.boolean().optional(),
  at: instant,
});
export type IntroductionState = z.output<typeof introductionState>;
