import type { ClientRequest } from 'node:http';
import { CONNECTION_RESET, failureWords } from '../delivery/failure-words.ts';

/** How a request ended: the answer's status and `Retry-After`, or an error in fixed words. */
export type PostOutcome = { status: number; retryAfter?: string } | { error: string };

export interface PostLimits {
  /** Limits everything: connecting, sending, the answer. */
  totalMs: number;
  /** No more of an answer is read, and its body for no longer than `bodyMs`. */
  answerBytes: number;
  bodyMs: number;
}

/**
 * The outcome of one request: the final answer's status decides, interim ones (1xx) are skipped. The body is read only so
 * that the connection can be used again; a long or slow one is cut off. Never rejects.
 */
export function outcomeOf(request: ClientRequest, limits: PostLimits): Promise<PostOutcome> {
  const { totalMs, answerBytes, bodyMs } = limits;
  const { promise, resolve } = Promise.withResolvers<PostOutcome>();
  let answer: PostOutcome | undefined;
  let bytesBefore = 0;

  function end(outcome: PostOutcome): void {
    clearTimeout(timer);
    resolve(outcome);
  }
  function cut(words: string): void {
    end(answer ?? { error: words });
    request.destroy();
  }
  function cutWhereLong(): void {
    if ((request.socket?.bytesRead ?? 0) - bytesBefore > answerBytes) cut('answer not http');
  }
  let timer = setTimeout(() => cut('timeout'), totalMs);

  request.once('socket', ({ bytesRead }) => {
    bytesBefore = bytesRead;
  });
  request.on('information', cutWhereLong);
  // No other protocol was requested.
  request.once('upgrade', (_answer, socket) => {
    socket.destroy();
    end({ error: 'answer not http' });
  });
  request.once('response', (response) => {
    const { statusCode = 0, headers } = response;
    const retryAfter = headers['retry-after'];
    // Node gives a 101 that changes no protocol as a final answer.
    if (statusCode < 200) return cut('answer not http');
    answer = { status: statusCode, ...(retryAfter !== undefined && { retryAfter }) };
    if (!response.complete && bodyMs < totalMs) {
      clearTimeout(timer);
      timer = setTimeout(() => cut('timeout'), bodyMs);
    }
    response.on('data', cutWhereLong);
    response.on('error', () => {});
  });
  request.on('error', (error) => end(answer ?? { error: failureWords(error) }));
  // Comes when the answer has been read to its end, or the connection is lost.
  request.once('close', () => end(answer ?? { error: CONNECTION_RESET }));
  return promise;
}
