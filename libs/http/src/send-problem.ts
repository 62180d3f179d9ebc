import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Logger } from '@gatehouse/runtime';
import { drainAfterAnswer } from './draining.ts';
import { awaitsContinue } from './expectation.ts';
import { pageHeaders } from './page-headers.ts';
import { faultFrom, type ProblemOptions, problemOf } from './problem.ts';
import { acceptsHtml, type ProblemPage, targetOf } from './problem-page.ts';

export interface ProblemContext extends ProblemOptions {
  request: IncomingMessage;
  response: ServerResponse;
  correlationId: string;
  log: Logger;
  /** The page for a person's browser instead, where the path is a page's. */
  page?: ProblemPage | undefined;
  /** Further headers of the answer. */
  headers?: Readonly<Record<string, string>>;
}

/** Answers an error with its problem. Unexpected errors are logged; the caller gets only their correlation id. */
export function sendProblem(
  error: unknown,
  { request, response, correlationId, log, status, publicUrl, page, headers }: ProblemContext,
): void {
  const fault = faultFrom(error);
  const problem = problemOf(fault, correlationId, { status, publicUrl });
  if (problem.status >= 500) log.error({ err: fault.cause ?? fault, correlationId }, 'a request failed');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (awaitsContinue(request)) response.shouldKeepAlive = false;
  else drainAfterAnswer(request, response);
  const shown = acceptsHtml(request)
    ? page?.({ status: problem.status, correlationId, ...targetOf(request) })
    : undefined;
  const bytes = Buffer.from(shown?.html ?? problem.body);
  response.writeHead(problem.status, {
    ...problem.headers,
    ...(shown !== undefined && { ...pageHeaders(), ...shown.headers }),
    'content-length': String(bytes.length),
    ...headers,
  } as OutgoingHttpHeaders);
  response.end(bytes);
}
