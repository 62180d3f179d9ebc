import {
  type AccessRequestState,
  type EventOf,
  type PresentUser,
  parseEvent,
  topics,
} from '@gatehouse/contracts';
import type { EventLog } from '@gatehouse/event-log';
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

export const APPROVER = 10_000;
export const END_USER = 0;
type Role = 0 | 10000;

/** Makes organisations and people as directory would, known to access when it answers. */
export function createPeople(access: () => AccessUnderTest) {
  let last = Date.now();
  const next = () => {
    last = Math.max(last + 1, Date.now());
    return last;
  };
  const known = new Map<string, PresentUser>();

  async function shown(path: string, status = 200): Promise<void> {
    await eventually(async () => expect((await access().operator('GET', path)).status).toBe(status));
  }

  async function publish(state: PresentUser): Promise<number> {
    const version = next();
    known.set(state.id, state);
    await access().neighbours.user(version, state);
    return version;
  }

  return {
    publish,
    known: (id: string) => {
      const state = known.get(id);
      if (state === undefined) throw new Error('no such person');
      return state;
    },
    async organisation(given: Parameters<typeof organisation>[1] = {}): Promise<string> {
      const id = newId();
      await access().neighbours.organisation(next(), organisation(id, given));
      return id;
    },
    changeOrganisation: (id: string, given: Parameters<typeof organisation>[1]) =>
      access().neighbours.organisation(next(), organisation(id, given)),
    /** A person, and a member where an organisation is given. */
    async person(organisationId?: string, roleId: Role = END_USER, status: 0 | 1 = 1): Promise<string> {
      const id = newId();
      const since = next();
      const memberships = organisationId === undefined ? [] : [membership(organisationId, since, roleId)];
      const state = user(id, { status, memberships });
      known.set(id, state);
      await access().neighbours.user(since, state);
      await shown(
        `/manage/users/${id}/organisations/${organisationId ?? newId()}/services`,
        organisationId ? 200 : 404,
      );
      await eventually(async () => {
        const answer = await access().request(signedIn(id), 'GET', '/me/requests');
        expect(answer.status).toBe(status === 1 ? 200 : 403);
      });
      return id;
    },
    /** The person's memberships as directory would have them next: role by organisation. */
    async setMemberships(id: string, roles: Readonly<Record<string, Role>>): Promise<number> {
      const state = known.get(id);
      if (state === undefined) throw new Error('no such person');
      const since = next();
      const memberships = Object.entries(roles).map(([organisationId, roleId]) => {
        const held = state.memberships.find((each) => each.organisationId === organisationId);
        return held === undefined ? membership(organisationId, since, roleId) : { ...held, roleId };
      });
      return publish({ ...state, memberships });
    },
    async remove(id: string): Promise<void> {
      const removedAt = new Date().toISOString();
      await access().neighbours.user(next(), { id, state: 'removed', answered: [], removedAt });
    },
  };
}

type RequestEvent = EventOf<'gatehouse.access.request.v1'>;

/** Gathers what access publishes of requests. */
export async function gatherRequests(eventLog: EventLog) {
  const events: RequestEvent[] = [];
  const consumer = await eventLog.consume({
    topics: [topics.accessRequests.name],
    async handle(records) {
      for (const { value } of records) {
        const event = parseEvent(JSON.parse(value));
        if (event?.type === 'gatehouse.access.request.v1') events.push(event);
      }
    },
  });
  const of = (id: string) => events.filter(({ subject }) => subject === id);
  return {
    events,
    of,
    last: (id: string): AccessRequestState | undefined => of(id).at(-1)?.data.state,
    close: () => consumer.close(),
  };
}
