import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { internal } from '@gatehouse/errors';
import type { z } from 'zod';
import { pageHeaders } from './page-headers.ts';
import type { PolicyChanges, ReplyHeaders, Responses } from './reply.ts';

/** A reply without its exact type. */
interface AnyReply {
  status: number;
  headers?: ReplyHeaders;
  body?: unknown;
  html?: string;
  policy?: PolicyChanges;
  location?: string;
  text?: string;
  contentType?: string;
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

/** A body that its schema refuses is a defect of ours. The log shows its paths, never its values. */
class ResponseMismatch extends Error {
  override readonly name = 'ResponseMismatch';
  readonly code: string;
  constructor(status: number, error: z.ZodError) {
    super('the schema of an answer refuses its body');
    const paths = error.issues.slice(0, 10).map((issue) => `${issue.path.join('.')} ${issue.code}`);
    this.code = `${status}: ${paths.join(', ')}`;
  }
}

function jsonOf(responses: Responses, { status, body }: AnyReply): string {
  const schema = responses[status];
  if (schema === undefined || typeof schema === 'string') {
    throw internal(new Error(`the route declares no body for status ${status}`));
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw internal(new ResponseMismatch(status, parsed.error));
  return JSON.stringify(parsed.data);
}

function contentOf(
  responses: Responses,
  reply: AnyReply,
): { headers: Record<string, string>; content: string } {
  if (reply.html !== undefined) return { headers: pageHeaders(reply.policy), content: reply.html };
  if (reply.text !== undefined) {
    const contentType = reply.contentType ?? 'text/plain; charset=utf-8';
    return {
      headers: {
        'content-type': contentType,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
      content: reply.text,
    };
  }
  if (reply.location !== undefined) {
    const headers = {
      location: reply.location,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    };
    return { headers, content: '' };
  }
  if (reply.body !== undefined) return { headers: { ...JSON_HEADERS }, content: jsonOf(responses, reply) };
  return { headers: { 'cache-control': 'no-store' }, content: '' };
}

/** Sends a handler's reply. A JSON body is what the schema of its status gives. */
export function sendReply(response: ServerResponse, responses: Responses, given: unknown): void {
  const reply = given as AnyReply;
  const { headers, content } = contentOf(responses, reply);
  const bytes = Buffer.from(content);
  if (reply.status !== 204 && reply.status !== 304) headers['content-length'] = String(bytes.length);
  response.writeHead(reply.status, { ...headers, ...reply.headers } as OutgoingHttpHeaders);
  response.end(bytes);
}
