import type { AccessModel } from '../../apps/platform-e2e/src/testing/model/access-model.ts';
import type { Command } from '../../apps/platform-e2e/src/testing/model/commands.ts';
import { type Chance, CODES, idOf } from './population.ts';

/** The next commands: one for each person in parallel, then those that affect all, in order. */
export interface Round {
  ofPeople: Command[];
  ofAll: Command[];
}

function commandOf(
  model: AccessModel,
  chance: Chance,
  services: readonly string[],
  organisationIds: readonly string[],
) {
  return (userId: string): Command => {
    const user = model.users.get(userId);
    const person = { userId, email: user?.email ?? `${userId.toLowerCase()}@example.org` };
    if (user === undefined) return { kind: 'put user', ...person, givenName: 'Given', status: 1 };
    const held = [...user.memberships.keys()];
    const organisationId = held.length > 0 ? chance.pick(held) : chance.pick(organisationIds);
    const serviceId = chance.pick(services);
    const roleId = chance.number() < 0.3 ? (10000 as const) : (0 as const);
    const dice = chance.number();
    if (dice < 0.03) return { kind: 'remove user', userId };
    if (dice < 0.2) {
      const givenName = `Given ${chance.below(1_000)}`;
      return { kind: 'put user', ...person, givenName, status: chance.number() < 0.2 ? 0 : 1 };
    }
    if (dice < 0.35)
      return { kind: 'put membership', userId, organisationId: chance.pick(organisationIds), roleId };
    if (dice < 0.42) return { kind: 'put membership', userId, organisationId, roleId };
    if (dice < 0.5) return { kind: 'remove membership', userId, organisationId };
    if (dice < 0.65) return { kind: 'remove grant', serviceId, userId, organisationId };
    return { kind: 'put grant', serviceId, userId, organisationId, roles: chance.some(CODES) };
  };
}

function commandOfAll(
  model: AccessModel,
  chance: Chance,
  {
    services,
    organisationIds,
    seed,
  }: { services: readonly string[]; organisationIds: readonly string[]; seed: string },
): Command {
  const serviceId = chance.pick(services.slice(1));
  const service = model.services.get(serviceId);
  const dice = chance.number();
  if (dice < 0.5) {
    const organisationId = chance.pick(organisationIds);
    const status = chance.pick([0, 1, 1, 2, 9]);
    const category = chance.pick(['001', '010']);
    return { kind: 'put organisation', organisationId, change: { status, category } };
  }
  if (dice < 0.65) {
    const code = chance.pick(CODES);
    const status = chance.number() < 0.3 ? ('Inactive' as const) : ('Active' as const);
    return { kind: 'put role', serviceId, code, name: `Role ${code} ${chance.below(10)}`, status };
  }
  const policyId = idOf(seed, `policy of ${service?.clientId}`, chance.below(2));
  if (dice < 0.75 && service?.policies.has(policyId)) return { kind: 'remove policy', serviceId, policyId };
  if (dice < 0.85) {
    const value = [chance.pick(['001', '010', '013'])];
    const operator = chance.pick(['is', 'is_not', 'starts_with'] as const);
    const conditions = [{ field: 'organisation.category.id', operator, value }];
    return { kind: 'put policy', serviceId, policyId, policy: { conditions, roles: chance.some(CODES) } };
  }
  const names = chance.some(['canViewAllUsers', 'canViewApproverReport']);
  const params = Object.fromEntries(names.map((name) => [name, 'true']));
  return { kind: 'put service', serviceId, params, parentId: service?.parentId };
}

/** Commands on different people, and a few that affect all. */
export function nextRound(
  model: AccessModel,
  chance: Chance,
  where: {
    services: readonly string[];
    organisationIds: readonly string[];
    userIds: readonly string[];
    seed: string;
  },
  size: number,
): Round {
  const chosen = new Set(Array.from({ length: size }, () => chance.pick(where.userIds)));
  const ofPeople = [...chosen].map(commandOf(model, chance, where.services, where.organisationIds));
  const ofAll = Array.from({ length: 5 }, () => commandOfAll(model, chance, where));
  return { ofPeople, ofAll };
}
