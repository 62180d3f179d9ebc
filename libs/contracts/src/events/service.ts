import { z } from 'zod';
import { instant, uuid } from '../primitives.ts';

/** A role of a service. Its code names it; codes are case-sensitive. */
export const role = z.object({
  id: uuid,
  code: z.string(),
  name: z.string(),
  numericId: z.string(),
  status: z.enum(['Active', 'Inactive']),
});
export type Role = z.output<typeof role>;

export const policyOperator = z.enum(['is', 'is_not', 'starts_with']);

/** One condition of a policy: a dotted field of the user document, an operator, and values of which any may meet it. */
export const policyCondition = z.object({
  field: z.string(),
  operator: policyOperator,
  value: z.array(z.string()),
});
export type PolicyCondition = z.output<typeof policyCondition>;

/** Conditions that say whom a service is for; `roles` are the codes that it admits to. */
export const policy = z.object({
  id: z.string(),
  name: z.string(),
  conditions: z.array(policyCondition),
  roles: z.array(z.string()),
});
export type Policy = z.output<typeof policy>;

/** An API secret, sealed under the master key in the context `service-secret:<service id>`. */
export const sealedSecret = z.object({
  id: uuid,
  sealed: z.string(),
  createdAt: instant,
  /** Set at a rotation: until then it still verifies. */
  expiresAt: instant.optional(),
});
export type SealedSecret = z.output<typeof sealedSecret>;

/**
 * A relying party. One that was deleted stays as a tombstone: `removedAt` is there, it is disabled (status 0, which is all
 * that an older reader sees), its client id and name are empty, and it has no secrets.
 */
export const serviceState = z.object({
  id: uuid,
  clientId: z.string(),
  name: z.string(),
  description: z.string().optional(),
  status: z.literal([0, 1]),
  redirectUris: z.array(z.string()),
  parentId: uuid.optional(),
  params: z.record(z.string(), z.string()),
  roles: z.array(role),
  policies: z.array(policy),
  /** Newest first. */
  secrets: z.array(sealedSecret),
  createdAt: instant,
  updatedAt: instant,
  /** Set once it was deleted, and absent again if it is made again under its id. */
  removedAt: instant.optional(),
});
export type ServiceState = z.output<typeof serviceState>;
