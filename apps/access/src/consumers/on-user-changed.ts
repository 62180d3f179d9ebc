import { grantId, parseEvent } from '@gatehouse/contracts';
import { copyEntity } from '@gatehouse/entities';
import type { Outcome, ParsedRecord } from '@gatehouse/event-log';
import type { SettleGrant } from '../grant-settling.ts';
import { type Grants, heldGrants } from '../stores/grants.ts';
import type { Users } from '../stores/users.ts';

interface Parts {
  users: Users;
  grants: Grants;
  settle: SettleGrant;
  now: () => number;
}

/**
 * Keeps the copy of a user, and takes away the grants whose membership is gone. The grants are looked at also where the
 * copy was up to date: the process may have ended between the two.
 */
export function onUserChanged({ users, grants, settle, now }: Parts) {
  return async ({ event: value }: ParsedRecord): Promise<Outcome> => {
    const event = parseEvent(value);
    if (event?.type !== 'gatehouse.directory.user.v1') return { status: 'ignored', reason: 'unknown type' };
    const { version, state } = event.data;
    const copied = await copyEntity(users, now, { entityVersion: version, state, keys: {} });
    const origin = { correlationId: event.correlationid, actor: event.actor, causationId: event.id };
    for await (const held of heldGrants(grants, { userId: state.id })) {
      await Promise.all(
        held.map(({ serviceId, organisationId, userId }) =>
          settle({ id: grantId(serviceId, organisationId, userId), serviceId, userId }, origin),
        ),
      );
    }
    return copied ? { status: 'done' } : { status: 'ignored', reason: 'older or known' };
  };
}
