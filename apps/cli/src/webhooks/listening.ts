import { setTimeout as delay } from 'node:timers/promises';
import { recordOf, recordsOf, textOf } from '../api/answers.ts';
import type { OperatorApi } from '../api/operator-api.ts';
import { Refused, Unreachable } from '../failures.ts';
import { type TappedMessage, tappedMessage } from './tapped-message.ts';

/** How long the platform keeps a poll open that has nothing to say. */
const WAIT_S = 25;
const LIMIT_MS = (WAIT_S + 15) * 1_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export interface Listening {
  api: Pick<OperatorApi, 'call'>;
  /** `/services/{id}/listen`. */
  path: string;
  events: readonly string[] | undefined;
  /** Ends it. */
  signal: AbortSignal;
  /** Each message, in order. */
  onMessage: (message: TappedMessage) => Promise<void>;
  /** It has begun, or goes on after a failure. */
  onReady: () => void;
  /** A failure that may pass: it tries again. */
  onFailure: (reason: string) => void;
  /** The cursor is too old: it begins again, at now. */
  onBeginAgain: () => void;
  firstPauseMs?: number;
}

/** Failures that pass: nobody answers, or the platform is busy, starting or away. */
function mayPass(error: unknown): error is Refused | Unreachable {
  if (error instanceof Unreachable) return true;
  return (
    error instanceof Refused && error.status !== undefined && (error.status === 429 || error.status >= 500)
  );
}

const isTooOld = (error: unknown) => error instanceof Refused && error.status === 410;

/**
 * Polls for what a service is sent, until `signal`. A cursor is moved on once all of its messages were handled. Throws what
 * does not pass by itself, such as a refused secret.
 *
 * Its states:
 *
 * - `beginning`: it asks for a cursor, which is now. Then `listening`.
 * - `listening`: it polls from the cursor. To `beginning` where the cursor is too old; to `pausing` on a failure that passes.
 * - `pausing`: it waits, longer each time, and goes on where it was: with its cursor, if it has one.
 */
export async function listen(listening: Listening): Promise<void> {
  const { signal, onMessage, onReady, onFailure, onBeginAgain, firstPauseMs = FIRST_PAUSE_MS } = listening;
  let cursor: string | undefined;
  let failures = 0;
  let isReady = false;
  while (!signal.aborted) {
    try {
      const { messages, next } = await poll(listening, cursor);
      failures = 0;
      if (!isReady) onReady();
      isReady = true;
      for (const message of messages) await onMessage(message);
      cursor = next;
    } catch (error) {
      if (signal.aborted) return;
      if (isTooOld(error)) {
        cursor = undefined;
        onBeginAgain();
        continue;
      }
      if (!mayPass(error)) throw error;
      if (failures === 0) onFailure(error.lines[0] ?? error.message);
      isReady = false;
      const pauseMs = Math.min(firstPauseMs * 2 ** failures, LONGEST_PAUSE_MS);
      failures++;
      await delay(pauseMs, undefined, { signal }).catch(() => {});
    }
  }
}

async function poll({ api, path, events, signal }: Listening, after: string | undefined) {
  const query = { events: events?.join(','), ...(after !== undefined && { after, wait: WAIT_S }) };
  const { body } = await api.call('GET', path, { query, limitMs: LIMIT_MS, signal });
  const answer = recordOf(body);
  return { messages: recordsOf(answer.messages).map(tappedMessage), next: textOf(answer, 'next') };
}
