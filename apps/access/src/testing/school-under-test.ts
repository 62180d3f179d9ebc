import type { PresentUser } from '@gatehouse/contracts';
import type { PersonCaller, PersonScope } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import type { AccessUnderTest } from './access-under-test.ts';
import { membership, organisation, user } from './neighbours.ts';

/** A person as the gateway names one who is signed in. */
export function signedIn(userId: string, scopes: readonly PersonScope[] = ['me']): PersonCaller {
  return { kind: 'person', userId, clientId: 'console', scopes, sessionId: newId() };
}

export const asSupporter = (userId: string) => signedIn(userId, ['me', 'support']);

/** People and organisations as directory publishes them, and what access knows of them. */
export function schoolsOf(access: () => AccessUnderTest) {
  let version = 1_000;

  /** Publishes a user's next state, and waits until access knows it. */
  async function publishUser(state: Parameters<AccessUnderTest['neighbours']['user']>[1]): Promise<number> {
    const published = ++version;
    await access().neighbours.user(published, state);
    const caller = signedIn(state.id);
    await eventually(async () => {
      const headers = { change: `${state.id}:${published}` };
      const { status } = await access().request(caller, 'GET', '/me', undefined, headers);
      const expected = state.state === 'removed' ? 401 : state.status === 1 ? 200 : 403;
      if (status !== expected) throw new Error(`not known yet: ${status}`);
    });
    return published;
  }

  async function organisationOf(status = 1, more: object = {}): Promise<string> {
    const id = newId();
    await access().neighbours.organisation(++version, organisation(id, { status, ...more }));
    return id;
  }

  async function person(
    organisationId?: string,
    roleId: 0 | 10000 = 0,
    more: Partial<PresentUser> = {},
  ): Promise<string> {
    const id = newId();
    const memberships = organisationId === undefined ? [] : [membership(organisationId, 1_000, roleId)];
    await publishUser(user(id, { memberships, ...more }));
    return id;
  }

  return {
    publishUser,
    organisation: organisationOf,
    publishOrganisation: (id: string, more: object) =>
      access().neighbours.organisation(++version, organisation(id, more)),
    person,
    removed: async () => {
      const id = await person();
      await publishUser({ id, state: 'removed', answered: [], removedAt: '2026-01-01T00:00:00.000Z' });
      return id;
    },
    /** An organisation with an approver and an end user. */
    async school(status = 1) {
      const oid = await organisationOf(status);
      return { oid, ann: await person(oid, 10_000), eve: await person(oid) };
    },
  };
}
