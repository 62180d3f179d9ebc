import type { HandlerResult } from '@gatehouse/consumers';
import type { EventOf, UserState } from '@gatehouse/contracts';
import type { Invitations } from '../invitation/invitations.store.ts';

/** Somebody whose address nobody had signs in: the page named what they are invited to, so no email informs them of it. */
export async function onNewcomer(
  { invitations }: { invitations: Invitations },
  event: EventOf<'gatehouse.signin.challenge.v1'>,
): Promise<HandlerResult> {
  const { state } = event.data;
  const shown = 'shown' in state ? (state.shown ?? []) : [];
  if (shown.length === 0) return { ignored: 'named no invitation' };
  for (const id of shown) await invitations.noteNamed(id);
  return undefined;
}

const RECENT_MS = 3_600_000;

/** Whether a user has just come by signing in. */
export function cameBySigningIn({ answered }: Pick<UserState, 'answered'>, now: number): boolean {
  return answered.some(({ id, at }) => id.startsWith('sign-up:') && Date.parse(at) > now - RECENT_MS);
}
