import type { DeliveryAttempt, DeliveryState } from '@gatehouse/contracts';

type Outcome =
  /**
   * The receiver answered. `error` says what is wrong with a status that says too little. `triedSecrets`: the ids of the
   * secret that signed and of those refused before it.
   */
  | {
      kind: 'answered';
      status: number;
      error?: string;
      retryAfter?: string;
      triedSecrets?: readonly string[];
    }
  /** It took the email. */
  | { kind: 'accepted'; status?: number }
  /** No answer that counts came. */
  | { kind: 'unanswered'; error: string; status?: number }
  /** A later generation of the message is there: it is not to be sent any more. */
  | { kind: 'superseded' }
  /** It is over for good: no attempt can be made, or none would succeed. */
  | { kind: 'refused'; error: string; status?: number };

/** How one attempt ended, in fixed words. `shown`: what the record shows from now on, such as where it went. */
export type AttemptResult = Outcome & { shown?: Pick<DeliveryState, 'url' | 'to'> };

export interface MadeAttempt {
  startedAt: number;
  endedAt: number;
  result: AttemptResult;
}

/** Whether the receiver, or the mail server, took it. */
export function isDelivered(result: AttemptResult): boolean {
  if (result.kind === 'answered') return result.status >= 200 && result.status < 300;
  return result.kind === 'accepted';
}

/** An attempt as the record shows it. */
export function attemptOf({ startedAt, endedAt, result }: MadeAttempt): DeliveryAttempt {
  const error = 'error' in result ? result.error : undefined;
  const status = 'status' in result ? result.status : undefined;
  return {
    at: new Date(startedAt).toISOString(),
    ...(status === undefined ? {} : { status }),
    ...(error === undefined ? {} : { error }),
    durationMs: Math.max(0, Math.round(endedAt - startedAt)),
  };
}
