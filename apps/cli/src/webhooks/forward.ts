import { Agent, request } from 'undici';
import type { TappedMessage } from './tapped-message.ts';

/** What became of a message at the receiver. */
export interface Forwarded {
  /** Of the answer; null where there was none. */
  status: number | null;
  /** Why there was no answer. */
  error: string | null;
  durationMs: number;
}

/** The platform's own limits for an attempt. */
const LIMIT_MS = 10_000;
const CONNECT_MS = 2_000;

export interface Forwarder {
  /** Posts a message with its own headers and body. It never rejects: the receiver may be restarting. */
  forward(message: TappedMessage): Promise<Forwarded>;
  close(): Promise<void>;
}

function errorOf(error: unknown): string {
  const { name, code, message } = error as { name?: string; code?: string; message?: string };
  return name === 'TimeoutError'
    ? `no answer within ${LIMIT_MS / 1_000} s`
    : (code ?? message ?? 'no answer');
}

/** Posts to one address. Redirects are not followed, as the platform follows none. */
export function createForwarder(address: string): Forwarder {
  const dispatcher = new Agent({ connect: { timeout: CONNECT_MS } });
  return {
    async forward({ headers, body }) {
      const began = performance.now();
      const outcome = await attempt(headers, body).catch((error: unknown) => ({
        status: null,
        error: errorOf(error),
      }));
      return { ...outcome, durationMs: Math.round(performance.now() - began) };
    },
    close: () => dispatcher.close(),
  };

  async function attempt(headers: TappedMessage['headers'], body: string) {
    const signal = AbortSignal.timeout(LIMIT_MS);
    const answer = await request(address, { method: 'POST', headers, body, dispatcher, signal });
    await answer.body.dump();
    return { status: answer.statusCode, error: null };
  }
}
