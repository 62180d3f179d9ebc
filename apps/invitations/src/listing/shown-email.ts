import type { LastEmail } from '../invitation/last-email.ts';
import type { ListedInvitation } from './listed-invitations.ts';

/** How an email fares. */
export type ShownEmail = Pick<LastEmail, 'status' | 'error'>;

const PENDING: ShownEmail = { status: 'pending' };

/** The registration's last email. Where that is over and nothing was heard of the email, the end says how it fared. */
function ofRegistration({ state, lastEmail }: NonNullable<ListedInvitation['registration']>) {
  if (lastEmail?.status !== 'pending' || state.status === 'open') return lastEmail;
  // Only who got the email has its code.
  if (state.status === 'accepted') return { status: 'sent' as const };
  // The link ran out before it could be sent; or nobody waits for it any more.
  return state.status === 'expired' ? { status: 'failed' as const, error: 'expired' } : undefined;
}

/**
 * The last email to the address about an invitation, whichever service began the registration; undefined where there is
 * none. One is on its way wherever it is not decided yet which.
 */
export function shownEmailOf({ invitation, registration }: ListedInvitation): ShownEmail | undefined {
  const { state, lastEmail } = invitation;
  if (state.status === 'received') return PENDING;
  const isUnderWay = state.status === 'linking' || state.status === 'granting';
  if (isUnderWay && state.inform) return PENDING;
  if (state.status === 'accepted') {
    if (lastEmail !== undefined) return lastEmail;
    if (state.messages?.some(({ kind }) => kind === 'email') === true) return PENDING;
  }
  return registration && ofRegistration(registration);
}
