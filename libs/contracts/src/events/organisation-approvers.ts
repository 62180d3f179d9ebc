import { z } from 'zod';
import { uuid } from '../primitives.ts';

/** An organisation lost its last approver (0), or has approvers again. */
export const organisationApproversState = z.object({
  id: z.string().describe('`approvers:<organisation id>`.'),
  organisationId: uuid.describe('The id of the organisation.'),
  approvers: z.int().nonnegative().describe('How many approvers it has.'),
});
export type OrganisationApproversState = z.output<typeof organisationApproversState>;

export function organisationApproversId(organisationId: string): string {
  return `approvers:${organisationId}`;
}
