import { type EventOf, originOf } from '@gatehouse/contracts';
import { dropSent } from '../registration/registration.ts';
import { isoNow, type ProcessDependencies } from './dependencies.ts';

/** A registration's email was sent: its link and code are no longer stored. */
export async function onDelivery(
  { registrations, clock }: ProcessDependencies,
  event: EventOf<'gatehouse.notifier.delivery.v1'>,
): Promise<void> {
  const { id, kind, status, causedBy } = event.data.state;
  if (kind !== 'email' || status !== 'delivered') return;
  await registrations.change(causedBy, originOf(event), (state) => dropSent(state, id, isoNow(clock)));
}
