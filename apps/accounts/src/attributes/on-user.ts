import { type EventOf, originOf } from '@gatehouse/contracts';
import type { UsersProjection } from '../people/users.store.ts';
import type { Attributes } from './open-attributes.ts';

export interface EraseOnRemovalDependencies {
  attributes: Pick<Attributes, 'erase'>;
  users: Pick<UsersProjection, 'statusOf'>;
}

/** Takes out the values of a user who is gone. An old event about somebody who came again takes out nothing. */
export async function eraseAttributesOnRemoval(
  { attributes, users }: EraseOnRemovalDependencies,
  event: Pick<EventOf<'gatehouse.directory.user.v1'>, 'id' | 'actor' | 'correlationid' | 'data'>,
): Promise<void> {
  const { state } = event.data;
  if (state.state !== 'removed' || (await users.statusOf(state.id)) !== 'removed') return;
  await attributes.erase(state.id, originOf(event));
}
