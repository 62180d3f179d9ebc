import { STATUS_CODES } from 'node:http';
import { PROBLEMS_PATH, type ProblemTypeName, problemTypes } from '@gatehouse/contracts';
import type { FaultCode } from '@gatehouse/errors';
import { z } from 'zod';
import { statusOfFault } from './problem.ts';

/** Further members, by the kind of problem. */
const MEMBERS: Partial<Record<FaultCode, z.ZodRawShape>> = {
  'invalid-request': {
    errors: z.array(z.string()).describe('Every fault of the request, one sentence each.'),
    reasons: z.array(z.string()).optional().describe('The same as `errors`, on the paths of announcements.'),
    error: z.string().optional().describe('How OAuth names it, where a logout token is not taken.'),
    error_description: z.string().optional().describe('What `error` means, where it is there.'),
  },
  unprocessable: {
    errors: z.array(z.string()).optional().describe('Every fault of the request, one sentence each.'),
  },
  unauthenticated: {
    success: z.literal(false).describe('Always `false`, for clients that look for it.'),
    message: z.string().describe('The same as `detail`, for clients that look for it.'),
  },
  conflict: {
    references: z
      .record(z.string(), z.int())
      .optional()
      .describe('After a refused deletion: the number of references by kind, up to 1,000 of each.'),
    waitsFor: z
      .string()
      .optional()
      .describe('After a refused redelivery: the id of the delivery that is to be over first.'),
    already: z.literal(true).optional().describe('What was asked for is there already.'),
    openRequestId: z.string().optional().describe('The open request of the person that stands in the way.'),
    requestStatus: z.string().optional().describe('Where the request for access stands.'),
    decidedBy: z.string().optional().describe('Who decided the request for access.'),
    decidedAt: z.string().optional().describe('When the request for access was decided.'),
  },
};

function membersOf(code: FaultCode) {
  return {
    status: z.literal([statusOfFault[code]]).describe('The HTTP status of the answer.'),
    code: z.enum([code]).describe('The kind of problem, for programs. It never changes.'),
    detail: z.string().describe('What is wrong, for people. The text may change.'),
    correlationId: z
      .string()
      .describe(
        'The id of this request in the logs: quote it when you ask for help. Also in `x-correlation-id`.',
      ),
  };
}

/** The schema of a problem's body (RFC 9457), as `problemOf` writes it. */
export function problemSchemaOf(code: FaultCode): z.ZodObject {
  return z.strictObject({
    type: z
      .enum(['about:blank'])
      .describe('Always `about:blank`: the status says what kind of problem it is.'),
    title: z.enum([STATUS_CODES[statusOfFault[code]] ?? '']).describe('The name of the status.'),
    ...membersOf(code),
    ...MEMBERS[code],
  });
}

/** The schema of a problem that has a type of its own. */
export function problemKindSchemaOf(name: ProblemTypeName): z.ZodObject {
  const { code, title, members } = problemTypes[name];
  return z.strictObject({
    type: z
      .string()
      .regex(new RegExp(`${PROBLEMS_PATH}#${name}$`))
      .describe(`The platform’s address, and \`${PROBLEMS_PATH}#${name}\`: the page that explains it.`),
    title: z.enum([title]).describe('The kind of problem, in words.'),
    ...membersOf(code),
    ...members,
  });
}
