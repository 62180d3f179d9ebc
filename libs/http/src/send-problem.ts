import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@gatehouse/runtime';
import { drainAfterAnswer } from './draining.ts';
import { awaitsLeave } from './expectation.ts';
import { faultFrom, problemOf } from './problem.ts';

export interface ProblemContext {
  request: IncomingMessage;
  response: ServerResponse;
  correlationId: string;
  log: Logger;
  /** Where HTTP has a closer word than the fault's own. */
  status?: number;
  /** Further headers of the answer. */
  headers?: Readonly<Record<string, string>>;
}

/** Answers with the problem that `error` amounts to. What nobody foresaw is logged; the caller gets its correlation id. */
export function sendProblem(
  error: unknown,
  { request, response, correlationId, log, status, headers }: ProblemContext,
): void {
  const fault = faultFrom(error);
  const problem = problemOf(fault, correlationId, status);
  if (problem.status >= 500) log.error({ err: fault.cause ?? fault, correlationId }, 'a request failed');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (awaitsLeave(request)) response.shouldKeepAlive = false;
  else drainAfterAnswer(request, response);
  response.writeHead(problem.status, {
    ...problem.headers,
    'content-length': String(Buffer.byteLength(problem.body)),
    ...headers,
  });
  response.end(problem.body);
}
