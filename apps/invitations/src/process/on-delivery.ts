import { type EventOf, originOf } from '@gatehouse/contracts';
import { dropSealed } from '../registration/registration.ts';
import { instantOf, type Journey } from './dependencies.ts';

/** A registration's email was sent: its link and code are kept no longer. */
export async function onDelivery(
  journey: Journey,
  event: EventOf<'gatehouse.notifier.delivery.v1'>,
): Promise<void> {
  const { id, kind, status, causedBy } = event.data.state;
  if (kind !== 'email' || status !== 'delivered') return;
  const at = instantOf(journey);
  await journey.registrations.change(causedBy, originOf(event), (current) => ({
    state: current && dropSealed(current.state, id, at),
    result: undefined,
  }));
}
