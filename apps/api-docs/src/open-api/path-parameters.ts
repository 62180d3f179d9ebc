import { z } from 'zod';

/** A role's code or a policy's id, as their paths take them. */
const CODE = /^[A-Za-z0-9._-]{1,50}$/;

/**
 * What each parameter of a path names. One name means one thing in every path; a route whose parameter takes something
 * else, or has a name of its own, describes it in its declaration (`described.params`).
 */
export const pathParameters: Readonly<Record<string, z.ZodType>> = {
  serviceId: z.string().describe('The id of the service: a UUID, in any case.'),
  organisationId: z.string().describe('The id of the organisation: a UUID, in any case.'),
  userId: z
    .string()
    .describe('The id of the user: a UUID, in any case. The `sub` of the callback and of the sign-in.'),
  requestId: z.string().describe('The id of the request for access: a UUID, in any case.'),
  invitationId: z
    .string()
    .describe('The id of the invitation: a UUID, in any case. The answer to the invitation request has it.'),
  sessionId: z.string().describe('The id of the session: a UUID, in any case. The `sid` of its ID tokens.'),
  providerId: z.string().describe('The id of the identity provider: a UUID, in any case.'),
  identityId: z.string().describe('The id of the identity: a UUID, in any case.'),
  deliveryId: z
    .string()
    .describe(
      'The id of the delivery: a UUID, in any case. Every attempt sends it to the receiver as `webhook-id`.',
    ),
  messageId: z.string().describe('The `messageId` of the announcement: a UUID, in any case.'),
  roleCode: z
    .string()
    .regex(CODE)
    .describe('The code of the role, case-sensitive: 1 to 50 letters, digits, `.`, `_` and `-`.'),
  policyId: z
    .string()
    .regex(CODE)
    .describe('The id of the policy: a UUID, or 1 to 50 letters, digits, `.`, `_` and `-`.'),
  readModel: z.string().min(1).describe('The name of the read model, as the list of read models has it.'),
};
