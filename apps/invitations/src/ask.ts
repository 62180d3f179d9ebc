import type { Ask, UserState } from '@gatehouse/contracts';

/** How an ask begins; its id is made of what it is for, so that asking again never asks for something else. */
export function newAsk(purpose: 'register' | 'link' | 'grant', askerId: string, at: string): Ask {
  return { id: `${purpose}:${askerId}`, at, firstAt: at };
}

/** The same question once more. */
export function askedAgain(ask: Ask, at: string): Ask {
  return { ...ask, at };
}

/**
 * Whether a user's state answers an ask. A user remembers the last asks only; `answeredThrough` stands for those that
 * it no longer lists.
 */
export function isAnswered(ask: Ask, user: Pick<UserState, 'answered' | 'answeredThrough'>): boolean {
  if (user.answered.some(({ id }) => id === ask.id)) return true;
  return user.answeredThrough !== undefined && ask.at <= user.answeredThrough;
}

const REGISTRATION = /^register:(.+)$/;

/** The registrations among the asks that a user remembers to have answered. */
export function answeredRegistrations(user: Pick<UserState, 'answered'>): string[] {
  return user.answered.flatMap(({ id }) => REGISTRATION.exec(id)?.[1] ?? []);
}
