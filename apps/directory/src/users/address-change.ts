import { type BuiltEvent, buildEvent, emailKey, emailOf, type UserState } from '@gatehouse/contracts';
import type { EntityChange } from '@gatehouse/entities';
import { idFrom } from '@gatehouse/runtime/ids';

/**
 * Whom to tell where the operator has given a user another address: the former one, as it was, and the user, at the address of
 * this version. Published with the change. Pure; the ids of the messages are made from it, so that each is sent once.
 */
export function addressChangeOf({ previous, state, version, origin }: EntityChange<UserState>): BuiltEvent[] {
  if (origin.actor !== 'operator' || previous?.state !== 'present' || state.state !== 'present') return [];
  const [before, now] = [previous.email, state.email];
  if (before === undefined || now === undefined || emailKey(before) === emailKey(now)) return [];
  const { id: userId, updatedAt: at, givenName, language } = state;
  const message = (address: 'old' | 'new') =>
    emailOf('address-changed', {
      ...{ id: idFrom('address-changed', userId, String(version), address), at },
      correlationId: origin.correlationId,
      recipient: address === 'old' ? { address: before } : { userId, userVersion: version },
      data: {
        ...{ address, at },
        ...(givenName !== undefined && { givenName }),
        ...(language !== undefined && { language }),
      },
    });
  const changed = { id: `${userId}/${version}`, userId, messages: [message('old'), message('new')] };
  return [
    buildEvent('gatehouse.directory.address-change.v1', { version, state: changed }, origin, Date.parse(at)),
  ];
}
