import { createHmac } from 'node:crypto';
import { type Collection, change } from '@gatehouse/store';
import { countedAddress } from './counted-address.ts';
import type { SignInAttemptsDocument } from './sign-in-attempts.store.ts';

/** So many wrong secrets from one address in so long, and none is looked at until the oldest is older. */
export const MOST_WRONG = 10;
export const WINDOW_MS = 15 * 60_000;

/** `closedUntil`: nothing was looked at. */
export type Attempt = 'right' | 'wrong' | { closedUntil: number };

export interface SignInAttempts {
  /** Counts an attempt before its secret is looked at, so that many at once are no more than one after the other. */
  attempt(address: string, isRight: () => boolean): Promise<Attempt>;
}

export function openSignInAttempts(
  collection: Collection<SignInAttemptsDocument>,
  operatorSecret: string,
  now: () => number,
): SignInAttempts {
  const idOf = (address: string) =>
    createHmac('sha256', operatorSecret)
      .update(`sign-in from ${countedAddress(address)}`)
      .digest('base64url');

  function changeWrong<R>(
    id: string,
    decide: (wrong: number[], at: number) => { wrong?: number[]; result: R },
  ) {
    return change<SignInAttemptsDocument, R>(collection, now, id, (current) => {
      const at = now();
      const counted = (current?.wrong ?? []).filter((moment) => moment > at - WINDOW_MS);
      const { wrong, result } = decide(counted, at);
      if (wrong === undefined) return { result };
      return { document: { ...current, _id: id, wrong, endsAt: (wrong.at(-1) ?? at) + WINDOW_MS }, result };
    });
  }

  return {
    async attempt(address, isRight) {
      const id = idOf(address);
      const counted = await changeWrong<{ at: number } | { closedUntil: number }>(id, (wrong, at) => {
        const oldest = wrong.at(-MOST_WRONG);
        if (oldest !== undefined) return { result: { closedUntil: oldest + WINDOW_MS } };
        return { wrong: [...wrong, at], result: { at } };
      });
      const { result } = counted;
      if ('closedUntil' in result) return result;
      if (!isRight()) return 'wrong';
      await changeWrong(id, (wrong) => {
        const mine = wrong.indexOf(result.at);
        return mine === -1 ? { result: undefined } : { wrong: wrong.toSpliced(mine, 1), result: undefined };
      });
      return 'right';
    },
  };
}
