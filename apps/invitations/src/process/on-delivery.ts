import { type EventOf, originOf } from '@gatehouse/contracts';
import { informingEmailId } from '../invitation/invitation.ts';
import { emailByDelivery } from '../invitation/last-email.ts';
import { dropSent } from '../registration/registration.ts';
import { isoNow, type ProcessDependencies } from './dependencies.ts';

/**
 * Notes how an email fares. Of a registration's, the link and code are no longer stored once it is sent; one that a resend
 * replaced counts no more.
 */
export async function onDelivery(
  { invitations, registrations, clock }: ProcessDependencies,
  event: EventOf<'gatehouse.notifier.delivery.v1'>,
): Promise<void> {
  const { id, kind, causedBy, attempts } = event.data.state;
  const email = kind === 'email' ? emailByDelivery(event.data.state) : undefined;
  const isNew = email?.status === 'pending' && attempts.length === 0;
  if (email === undefined || isNew) return;
  if (id === informingEmailId(causedBy)) return invitations.noteEmail(causedBy, email);
  const isSent = email.status === 'sent';
  await registrations.decide(causedBy, originOf(event), (current) => {
    const { state, lastEmail: last } = current ?? {};
    const lastEmail = { ...email, at: isSent || last === undefined ? email.at : last.at };
    return {
      state: isSent && state !== undefined ? dropSent(state, id, isoNow(clock)) : undefined,
      marks: last?.id === id ? { lastEmail } : undefined,
      result: undefined,
    };
  });
}
