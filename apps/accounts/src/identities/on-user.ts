import { type EventOf, originOf } from '@gatehouse/contracts';
import { complete } from './identity.domain.ts';
import { type RemovingParts, removeIdentity } from './remove-identity.ts';

type UserEvent = EventOf<'gatehouse.directory.user.v1'>;

/** Directory's replies: what its identities asked for is done. */
export async function completeRequests(
  { accountIdentities }: Pick<RemovingParts, 'accountIdentities'>,
  event: UserEvent,
): Promise<void> {
  const { id, answered } = event.data.state;
  if (answered.length === 0) return;
  const ids = answered.map((request) => request.id);
  for (const asking of await accountIdentities.askingFor(id)) {
    await accountIdentities.change(asking.id, originOf(event), (current) => ({
      state: current && complete(current, ids),
      result: undefined,
    }));
  }
}

/** A user who was removed takes the identities along. One that became theirs after that is another life's. */
export async function removeIdentitiesOf(parts: RemovingParts, event: UserEvent): Promise<void> {
  const { state } = event.data;
  if (state.state !== 'removed') return;
  for await (const { id, updatedAt } of parts.accountIdentities.allOf(state.id)) {
    if (updatedAt > event.time && (await isBackAgain(parts, state.id))) continue;
    await removeIdentity(parts, id, originOf(event), { userStays: true, ofUser: state.id });
  }
}

async function isBackAgain({ isPresent }: RemovingParts, userId: string): Promise<boolean> {
  return (await isPresent?.(userId)) ?? false;
}
