import { STATUS_CODES } from 'node:http';
import type { FaultCode } from '@gatehouse/errors';
import { z } from 'zod';
import { statusOfFault } from './problem.ts';

/** What each kind of problem has beside the members of all. */
const MEMBERS: Partial<Record<FaultCode, z.ZodRawShape>> = {
  'invalid-request': {
    errors: z.array(z.string()).describe('Every fault of the request, one sentence each.'),
    reasons: z.array(z.string()).optional().describe('The same as `errors`, on the paths of announcements.'),
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
      .describe(
        'Where something was to be deleted: how many things refer to it by kind, up to 1,000 of each.',
      ),
  },
};

/** The body of a problem (RFC 9457) of one kind, as `problemOf` writes it. */
export function problemSchemaOf(code: FaultCode): z.ZodObject {
  const status = statusOfFault[code];
  return z.strictObject({
    type: z
      .enum(['about:blank'])
      .describe('Always `about:blank`: the status says what kind of problem it is.'),
    title: z.enum([STATUS_CODES[status] ?? '']).describe('The name of the status.'),
    status: z.literal([status]).describe('The HTTP status of the answer.'),
    code: z.enum([code]).describe('The kind of problem, for programs. It does not change.'),
    detail: z.string().describe('What is wrong, in words for people. The words may change.'),
    correlationId: z
      .string()
      .describe(
        'The name of this request in the logs: say it when you ask for help. Also in `x-correlation-id`.',
      ),
    ...MEMBERS[code],
  });
}
