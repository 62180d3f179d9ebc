import { z } from 'zod';
import { uuid } from '../primitives.ts';

/** That an organisation lost its last approver (0), or has approvers again after it had none. */
export const organisationApproversState = z.object({
  /** `approvers:<organisation id>`. */
  id: z.string(),
  organisationId: uuid,
  approvers: z.int().nonnegative(),
});
export type OrganisationApproversState = z.output<typeof organisationApproversState>;

export function organisationApproversId(organisationId: string): string {
  return `approvers:${organisationId}`;
}
