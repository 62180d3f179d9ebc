import type { IncomingMessage } from 'node:http';
import type { ReplyHeaders } from './reply.ts';

/** The target of a request. */
export interface RequestTarget {
  /** As the client wrote it, without the query. */
  path: string;
  query: string;
  cookies: string | undefined;
}

/** The page that shows a problem to a person, with further headers; undefined where the path is not a page's. */
export type ProblemPage = (
  problem: { status: number; correlationId: string } & RequestTarget,
) => { html: string; headers?: ReplyHeaders } | undefined;

const HTML = new Set(['text/html', 'application/xhtml+xml']);

/** Whether the client accepts HTML by name, as browsers do. A client that accepts anything is a program. */
export function acceptsHtml({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return (headers.accept ?? '').split(',').some((part) => {
    const [type = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    return HTML.has(type) && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}

/** The parts of a request's target. */
export function targetOf({ url = '', headers }: IncomingMessage): RequestTarget {
  const start = url.indexOf('?');
  return {
    path: start === -1 ? url : url.slice(0, start),
    query: start === -1 ? '' : url.slice(start + 1),
    cookies: headers.cookie,
  };
}
