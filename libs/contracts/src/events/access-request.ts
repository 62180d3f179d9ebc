import { z } from 'zod';
import { messages } from '../messages/message.ts';
import { personal } from '../personal.ts';
import { instant, uuid, version } from '../primitives.ts';
import { requestFailures } from '../request-failures.ts';
import { commandRequest } from './invitation.ts';

/** Every status of an access request; the first two are open, all others final. */
export const accessRequestStatuses = [
  ...['waiting', 'approved'],
  ...['done', 'failed', 'rejected', 'withdrawn', 'overtaken', 'expired', 'ended'],
] as const;

export const requestEscalations = ['no-approver', 'overdue'] as const;
export type RequestEscalation = (typeof requestEscalations)[number];

/** An approver's or supporter's word on a request. */
export const requestDecision = z.object({
  decision: z.enum(['approve', 'reject']).describe('What was decided.'),
  roleId: z
    .literal([0, 10000])
    .optional()
    .describe('The role in the organisation, where membership was asked for and approved.'),
  roles: z.array(z.string()).optional().describe('Codes of the roles that were approved.'),
  reason: personal(z.string())
    .optional()
    .describe('Why it was rejected. Absent once the person was removed.'),
  by: uuid.describe('Who decided.'),
  as: z.enum(['approver', 'supporter']).describe('By which right.'),
  at: instant.describe('When it was decided.'),
});
export type RequestDecision = z.output<typeof requestDecision>;

/**
 * A person's wish for membership of an organisation, for a service there, or both. `waiting` for a decision; `approved` until
 * membership and grant are there (`done`), or cannot be (`failed`). All other statuses are final: `rejected` by a decision,
 * `withdrawn` by the person or with the membership, `overtaken` where all of it came about otherwise, `expired`, and `ended`
 * where the person was removed.
 */
export const accessRequestState = z.object({
  id: uuid.describe('The id of the request.'),
  userId: uuid.describe('Who asks.'),
  userVersion: version.describe(
    'The version at which the person was known: a user whose `incarnation` is later is another person.',
  ),
  organisationId: uuid.describe('The organisation that it is about.'),
  membership: z.boolean().describe('Whether membership is asked for.'),
  serviceId: uuid.optional().describe('The service that is asked for.'),
  roles: z.array(z.string()).describe('Codes of all the roles that are wished for.'),
  reason: personal(z.string())
    .optional()
    .describe('Why, in the words of the person. Absent once the person was removed.'),
  status: z.enum(accessRequestStatuses).describe('Where it stands.'),
  escalated: z
    .enum(requestEscalations)
    .optional()
    .describe('That support may decide: nobody approves there, or nobody did in time.'),
  decision: requestDecision.optional().describe('The decision. Absent where there was none.'),
  failure: z.enum(requestFailures).optional().describe('Why it failed though it was approved.'),
  commandRequest: commandRequest
    .optional()
    .describe('The command request for the membership, until the membership is there.'),
  correlationId: z.string().describe('The request that began it.'),
  createdAt: instant.describe('When it was made.'),
  updatedAt: instant.describe('When it last changed.'),
  expiresAt: instant.describe('Until when it can be decided.'),
  messages,
});
export type AccessRequestState = z.output<typeof accessRequestState>;
