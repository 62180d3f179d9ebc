import { eventually } from '@gatehouse/testing';
import { grantOf } from '../../apps/platform-e2e/src/testing/model/access-model.ts';
import {
  type Comparing,
  compareAccess,
  compareOrganisationUsers,
  compareRoles,
  compareUser,
} from '../../apps/platform-e2e/src/testing/model/compare-answers.ts';
import {
  compareApprovers,
  compareChanges,
  compareUsers,
  type Follower,
  identifiersOf,
} from '../../apps/platform-e2e/src/testing/model/compare-lists.ts';
import { inParallel } from './in-parallel.ts';
import { type Chance, CODES } from './population.ts';

const AT_A_TIME = 16;
const PAGE_SIZE = 500;

/** The size of each sample; lists are compared whole. */
export interface Samples {
  users: number;
  lookups: number;
  identifiers: number;
}

/** Waits until every list has as many records as the model. */
export async function untilListed({ read, model }: Comparing, services: readonly string[]): Promise<void> {
  for (const client of services) {
    const expected = model.grants.get(client)?.size ?? 0;
    await eventually(
      async () => {
        const { body } = (await read(client, '/users?pageSize=1')) as { body: { numberOfRecords: number } };
        if (body.numberOfRecords !== expected)
          throw new Error(`${client} lists ${body.numberOfRecords} of ${expected}`);
      },
      { timeoutMs: 120_000, intervalMs: 200 },
    );
  }
}

/** Compares all lists of all services, whole, and samples of the rest. */
export async function compareAtScale(
  comparing: Comparing,
  services: readonly string[],
  { followers, chance, samples }: { followers: Map<string, Follower>; chance: Chance; samples: Samples },
): Promise<void> {
  const { model } = comparing;
  await inParallel(services, 3, async (client) => {
    await compareUsers(comparing, client, PAGE_SIZE);
    await compareApprovers(comparing, client, PAGE_SIZE);
    const follower = followers.get(client) ?? { known: new Map() };
    followers.set(client, follower);
    await compareChanges(comparing, client, follower);
    for (const serviceId of services) await compareRoles(comparing, client, serviceId);
  });

  const users = [...model.users.values()];
  const times = (count: number) => Array.from({ length: count });
  await inParallel(times(samples.users), AT_A_TIME, () =>
    compareUser(comparing, chance.pick(services), chance.pick(users).id),
  );
  const grants = [...model.grants.values()].flatMap((ofService) => [...ofService.values()]);
  const organisationIds = [...new Set(grants.map(({ organisationId }) => organisationId))];
  await inParallel(times(samples.lookups), AT_A_TIME, async () => {
    const { serviceId, organisationId, userId } = chance.pick(grants);
    const parentId = model.services.get(serviceId)?.parentId ?? serviceId;
    const client = chance.pick([serviceId, serviceId, parentId, chance.pick(services)]);
    const service = chance.number() < 0.8 ? serviceId : chance.pick(services);
    const person = chance.number() < 0.9 ? userId : chance.pick(users).id;
    await compareAccess(comparing, client, [service, organisationId, person]);
  });
  const identifiers = identifiersOf(comparing, organisationIds);
  await inParallel(times(samples.identifiers), AT_A_TIME, async () => {
    const { serviceId, organisationId, userId } = chance.pick(grants);
    const ofGrant = identifiersOf(comparing, [organisationId]);
    const identifier = chance.pick(ofGrant.length > 0 ? ofGrant : identifiers);
    const client = chance.number() < 0.7 ? serviceId : chance.pick(services);
    const email = model.users.get(userId)?.email.toUpperCase() ?? '';
    const roles = [chance.pick(CODES)];
    await compareOrganisationUsers(comparing, client, identifier);
    await compareOrganisationUsers(comparing, client, identifier, { roles });
    await compareOrganisationUsers(comparing, client, identifier, { email });
    await compareOrganisationUsers(comparing, client, identifier, { userId, roles: CODES });
  });
  // A removed grant of a user who still exists.
  await inParallel(times(samples.lookups / 10), AT_A_TIME, async () => {
    const [user, serviceId] = [chance.pick(users), chance.pick(services)];
    const organisationId = chance.pick(organisationIds);
    if (grantOf(model, serviceId, organisationId, user.id) === undefined)
      await compareAccess(comparing, serviceId, [serviceId, organisationId, user.id]);
  });
}
