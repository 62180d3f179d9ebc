import { STATUS_CODES } from 'node:http';
import type { FaultCode } from '@gatehouse/errors';
import { z } from 'zod';
import { statusOfFault } from './problem.ts';

/** What each kind of problem has beside the members of all. */
const MEMBERS: Partial<Record<FaultCode, z.ZodRawShape>> = {
  'invalid-request': {
    errors: z.array(z.string()).describe('Every fault of the request'),
    reasons: z.array(z.string()).optional().describe('The same, where the clients of a path look for it'),
  },
  unprocessable: { errors: z.array(z.string()).optional().describe('Every fault of the request') },
  unauthenticated: { success: z.literal(false), message: z.string().describe('The same as detail') },
};

/** The body of a problem (RFC 9457) of one kind, as `problemOf` writes it. */
export function problemSchemaOf(code: FaultCode): z.ZodObject {
  const status = statusOfFault[code];
  return z.strictObject({
    type: z.literal('about:blank'),
    title: z.literal(STATUS_CODES[status] ?? ''),
    status: z.literal(status),
    code: z.literal(code),
    detail: z.string().describe('What is wrong, in words'),
    correlationId: z.string().describe('Names this request in the logs'),
    ...MEMBERS[code],
  });
}
