import type { PersonCaller } from '@gatehouse/http';
import type { TellSessionUse } from './tell-session-use.ts';

/** Takes a call with a person's token. What comes of it is behind the call, which waits for nothing. */
export type NoteSessionUse = (caller: PersonCaller, now: number) => void;

export interface SessionUsesDependencies {
  tell: TellSessionUse;
  credentialOf: (caller: PersonCaller) => string;
  onError: (error: unknown) => void;
}

/** Until sign-in has answered, and before it is told again of what it could not be told. */
const PAUSE_MS = 1_000;
const MANY = 10_000;

/** Tells sign-in that sessions are used, of each as seldom as sign-in wishes: a session ends so long after its last use. */
export function createSessionUses({ tell, credentialOf, onError }: SessionUsesDependencies): NoteSessionUse {
  const quietUntil = new Map<string, number>();

  function forgetSome(now: number): void {
    if (quietUntil.size < MANY) return;
    for (const [id, until] of quietUntil) if (until <= now) quietUntil.delete(id);
    // All of them are quiet: they are told of once more.
    if (quietUntil.size >= MANY) quietUntil.clear();
  }

  return (caller, now) => {
    const { sessionId } = caller;
    if ((quietUntil.get(sessionId) ?? 0) > now) return;
    forgetSome(now);
    quietUntil.set(sessionId, now + PAUSE_MS);
    tell(credentialOf(caller)).then((quietMs) => quietUntil.set(sessionId, now + quietMs), onError);
  };
}
