import { type ClientRequest, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { GuardedConnections } from '@gatehouse/outgoing';
import { CONNECTION_RESET, failureWords } from '@gatehouse/outgoing';
import { ANSWER_BYTES, BODY_MS, type Post, type PostOutcome, type TriedPost } from './post-outcome.ts';

/** Folded headers, bare line feeds, many headers. */
const READING = { insecureHTTPParser: true, maxHeaderSize: ANSWER_BYTES };

/** Posts by Node's own client, which reads answers leniently, and interim ones (1xx) that nobody asked for. Never rejects. */
export async function postLeniently(post: Post, agents: GuardedConnections['agents']): Promise<TriedPost> {
  const { url, body, headers, totalMs } = post;
  const secure = url.protocol === 'https:';
  const request = (secure ? httpsRequest : httpRequest)({
    agent: secure ? agents.https : agents.http,
    method: 'POST',
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    path: url.pathname + url.search,
    headers: { ...headers, host: url.host, 'content-length': Buffer.byteLength(body) },
    ...READING,
  });
  const outcome = outcomeOf(request, totalMs);
  request.end(body);
  return { outcome: await outcome, reused: request.reusedSocket };
}

/**
 * The outcome of one request: the final answer's status decides. The body is read only so that the connection can be used
 * again; a long or slow one is cut off. Never rejects.
 */
function outcomeOf(request: ClientRequest, totalMs: number): Promise<PostOutcome> {
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
    if ((request.socket?.bytesRead ?? 0) - bytesBefore > ANSWER_BYTES) cut('answer not http');
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
    if (!response.complete && BODY_MS < totalMs) {
      clearTimeout(timer);
      timer = setTimeout(() => cut('timeout'), BODY_MS);
    }
    response.on('data', cutWhereLong);
    response.on('error', () => {});
  });
  request.on('error', (error) => end(answer ?? { error: failureWords(error) }));
  // Comes when the answer has been read to its end, or the connection is lost.
  request.once('close', () => end(answer ?? { error: CONNECTION_RESET }));
  return promise;
}
