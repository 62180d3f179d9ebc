import type { IncomingMessage } from 'node:http';
import type { ReplyHeaders } from './reply.ts';

/** Where a request was to go. */
export interface RequestTarget {
  /** As it was written, without the query. */
  path: string;
  query: string;
  cookies: string | undefined;
}

/** The page that tells a person of a problem, with further headers; undefined where the path is no page's. */
export type ProblemPage = (
  problem: { status: number; correlationId: string } & RequestTarget,
) => { html: string; headers?: ReplyHeaders } | undefined;

const HTML = new Set(['text/html', 'application/xhtml+xml']);

/** Whether the client names HTML among what it takes, as browsers do: what takes just anything is a program. */
export function acceptsHtml({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return (headers.accept ?? '').split(',').some((part) => {
    const [type = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    return HTML.has(type) && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}

/** A request's target, taken apart. */
export function targetOf({ url = '', headers }: IncomingMessage): RequestTarget {
  const start = url.indexOf('?');
  return {
    path: start === -1 ? url : url.slice(0, start),
    query: start === -1 ? '' : url.slice(start + 1),
    cookies: headers.cookie,
  };
}
