import { z } from 'zod';
import { accessRequestStatuses, requestEscalations } from '../events/access-request.ts';
import { requestFailures } from '../request-failures.ts';
import { pageOf } from './paged.ts';

export const accessRequestWords = {
  id: 'The id of the request: a UUID in upper case.',
  organisationId: 'The organisation that it is about.',
  serviceId: 'The service that is asked for; `null` where membership alone is.',
  roles: 'Codes of all the roles that are wished for.',
  reason: 'Why, in the words of the person: 1 to 200 characters.',
  status:
    '`waiting` for a decision; `approved` until all is there (`done`) or cannot be (`failed`); `rejected`; `withdrawn` by the person, or with the membership; `overtaken`, since all of it came about otherwise; `expired`; `ended` with the account.',
  escalated: 'Since when support may decide as well: `no-approver` or `overdue`.',
  rejection: 'Why it is rejected, for the person to read: 1 to 1,000 characters.',
} as const;

export const requestStatus = z.enum(accessRequestStatuses);
export const requestEscalation = z.enum(requestEscalations);

const members = {
  id: z.string().describe(accessRequestWords.id),
  userId: z.string().describe('Who asks.'),
  organisationId: z.string().describe(accessRequestWords.organisationId),
  organisationName: z.string().nullable().describe('The name of the organisation, as it is now.'),
  serviceId: z.string().nullable().describe(accessRequestWords.serviceId),
  serviceName: z.string().nullable().describe('The name of the service, as it is now.'),
  membership: z.boolean().describe('Whether membership of the organisation is asked for.'),
  roles: z.array(z.string()).describe(accessRequestWords.roles),
  reason: z.string().nullable().describe(accessRequestWords.reason),
  status: requestStatus.describe(accessRequestWords.status),
  escalated: requestEscalation.nullable().describe(accessRequestWords.escalated),
  createdAt: z.string().describe('When it was made: ISO 8601 in UTC.'),
  decidedAt: z.string().nullable().describe('When it was decided.'),
  decidedBy: z
    .string()
    .nullable()
    .describe('Who decided: a name for approvers and supporters, `an approver` or `support` for the person.'),
  decision: z.enum(['approve', 'reject']).nullable().describe('What was decided.'),
  decidedRoleId: z.literal([0, 10000]).nullable().describe('The role in the organisation that was approved.'),
  decidedRoles: z.array(z.string()).nullable().describe('Codes of the roles that were approved.'),
  decisionReason: z.string().nullable().describe(accessRequestWords.rejection),
  failure: z.enum(requestFailures).nullable().describe('Why it failed though it was approved.'),
};

/** A request, as the person who made it sees it. */
export const ownRequest = z
  .object(members)
  .meta({ id: 'OwnRequest', description: 'A request for access, for the person who made it.' });
export type OwnRequest = z.output<typeof ownRequest>;

/** A request, as those who may decide it see it. */
export const decidableRequest = z
  .object({
    ...members,
    given_name: z.string().nullable().describe('The given name of the person who asks.'),
    family_name: z.string().nullable().describe('The family name of the person who asks.'),
    email: z.string().nullable().describe('The email address of the person who asks.'),
  })
  .meta({ id: 'AccessRequest', description: 'A request for access, for those who may decide it.' });
export type DecidableRequest = z.output<typeof decidableRequest>;

export const ownRequestsPage = pageOf('requests', ownRequest, 'ownRequests');
export const requestsPage = pageOf('requests', decidableRequest, 'accessRequests');
