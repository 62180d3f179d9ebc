import { randomUUID } from 'node:crypto';
import { eventually, propertyRuns } from '@gatehouse/testing';
import fc from 'fast-check';
import { emptyModel } from '../testing/model/access-model.ts';
import type { Command } from '../testing/model/commands.ts';
import { compareAll, type Focus } from '../testing/model/compare-all.ts';
import { type Conducting, carryOut } from '../testing/model/conductor.ts';
import { createMaking, type Making } from '../testing/model/making.ts';
import { untilSettled } from '../testing/model/settled.ts';
import { createTally } from '../testing/model/tally.ts';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';

const newId = () => randomUUID().toUpperCase();
const CODES = ['A', 'B'];
const OBSERVER = newId();
const model = emptyModel();
let platform: PlatformProcess;
let making: Making;
let conducting: Conducting;
let worlds = 0;

beforeAll(async () => {
  platform = await platformProcess();
  making = createMaking(platform.url, platform.operator, model);
  conducting = { model, operator: platform.operator, clientOf: making.clientOf };
  const params = { canViewAllUsers: 'true', canViewApproverReport: 'true' };
  await making.service({ id: OBSERVER, clientId: 'observer', name: 'Observer', params }, []);
});
afterAll(() => platform?.kill());

/** Some services, users and organisations of one run; the last user is left alone, a member everywhere. */
interface World extends Focus {
  watched: readonly string[];
}

async function carry(command: Command): Promise<void> {
  await carryOut(conducting, command);
  await untilSettled({ read: making.read, model }, OBSERVER, command, { approvers: true });
}

async function makeWorld(): Promise<World> {
  const number = ++worlds;
  const ids = () => Array.from({ length: 3 }, newId);
  const [services, users, organisations] = [ids(), ids(), ids()];
  for (const [n, id] of services.entries()) {
    const params: Record<string, string> = n === 0 ? { canViewApproverReport: 'true' } : {};
    const parentId = n === 2 ? services[0] : undefined;
    const details = { id, clientId: `client-${number}-${n}`, name: `Service ${number} ${n}`, params };
    await making.service({ ...details, ...(parentId !== undefined && { parentId }) }, CODES);
  }
  for (const [n, id] of organisations.entries()) {
    const key = n === 2 ? { upin: String(100_000 + number) } : { ukprn: String(10_000_000 + number) };
    const ages = { statutoryLowAge: 4, statutoryHighAge: 11, phaseOfEducation: 2, telephone: '01234 567890' };
    await making.organisation({
      id,
      name: `School ${number} ${n}`,
      category: '001',
      status: 1,
      ...key,
      ...ages,
    });
  }
  const watcher = newId();
  await carry({ kind: 'put user', ...personOf(watcher) });
  for (const organisationId of organisations)
    await carry({ kind: 'put membership', userId: watcher, organisationId, roleId: 0 });
  return {
    ...{ services, organisations, codes: CODES, followers: new Map(), pageSize: 2 },
    users,
    watched: [...users, watcher],
  };
}

const personOf = (userId: string) => ({
  ...{ userId, email: `${userId.toLowerCase()}@example.org`, givenName: 'Given', status: 1 as const },
});

type Step = (world: World) => Command;
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
const n = fc.nat(5);
const person = fc.tuple(n, fc.constantFrom(0 as const, 1 as const), fc.constantFrom('Given', 'Other', 'é'));
const place = fc.tuple(n, n);
const service = fc.tuple(n, fc.subarray(['canViewAllUsers', 'canViewApproverReport']), n);
const condition = fc.oneof(
  fc.record({
    field: fc.constant('organisation.category.id'),
    operator: fc.constantFrom('is' as const, 'is_not' as const, 'starts_with' as const),
    value: fc.subarray(['001', '002', '00'], { minLength: 1 }),
  }),
  fc.record({
    field: fc.constant('organisation.role.id'),
    operator: fc.constantFrom('is' as const, 'is_not' as const),
    value: fc.subarray(['0', '10000'], { minLength: 1, maxLength: 1 }),
  }),
  fc.record({
    field: fc.constant('organisation.type.id'),
    operator: fc.constantFrom('is' as const, 'is_not' as const),
    value: fc.subarray(['01'], { minLength: 1 }),
  }),
);

const steps: fc.Arbitrary<Step> = fc.oneof(
  person.map(
    ([u, status, givenName]): Step =>
      ({ users }) => ({ kind: 'put user', ...personOf(pick(users, u)), status, givenName }),
  ),
  n.map(
    (u): Step =>
      ({ users }) => ({ kind: 'remove user', userId: pick(users, u) }),
  ),
  fc.tuple(place, fc.constantFrom(0 as const, 10000 as const)).map(
    ([[u, o], roleId]): Step =>
      ({ users, organisations }) => ({
        ...{ kind: 'put membership', userId: pick(users, u), organisationId: pick(organisations, o), roleId },
      }),
  ),
  place.map(
    ([u, o]): Step =>
      ({ users, organisations }) => ({
        ...{ kind: 'remove membership', userId: pick(users, u), organisationId: pick(organisations, o) },
      }),
  ),
  fc.tuple(n, fc.constantFrom(1, 2, 0, 9), fc.constantFrom('001', '002')).map(
    ([o, status, category]): Step =>
      ({ organisations }) => ({
        ...{ kind: 'put organisation', organisationId: pick(organisations, o), change: { status, category } },
      }),
  ),
  {
    weight: 5,
    arbitrary: fc.tuple(n, place, fc.subarray(CODES), fc.boolean()).map(
      ([s, [u, o], roles, isNumbered]): Step =>
        ({ services, users, organisations }) => ({
          ...{ kind: 'put grant', serviceId: pick(services, s), userId: pick(users, u), roles },
          organisationId: pick(organisations, o),
          identifiers: isNumbered ? [{ key: 'number', value: '17' }] : [],
        }),
    ),
  },
  fc.tuple(n, place).map(
    ([s, [u, o]]): Step =>
      ({ services, users, organisations }) => ({
        ...{ kind: 'remove grant', serviceId: pick(services, s), userId: pick(users, u) },
        organisationId: pick(organisations, o),
      }),
  ),
  fc.tuple(n, fc.array(condition, { minLength: 1, maxLength: 2 }), fc.subarray(CODES), fc.boolean()).map(
    ([s, conditions, roles, isFirst]): Step =>
      ({ services }) => ({
        ...{ kind: 'put policy', serviceId: pick(services, s), policy: { conditions, roles } },
        policyId: policyIdOf(pick(services, s), isFirst),
      }),
  ),
  fc.tuple(n, fc.boolean()).map(
    ([s, isFirst]): Step =>
      ({ services }) => ({
        ...{ kind: 'remove policy', serviceId: pick(services, s) },
        policyId: policyIdOf(pick(services, s), isFirst),
      }),
  ),
  fc.tuple(n, fc.constantFrom(...CODES), fc.constantFrom('Active' as const, 'Inactive' as const)).map(
    ([s, code, status]): Step =>
      ({ services }) => ({
        ...{ kind: 'put role', serviceId: pick(services, s), code, name: `Role ${code}`, status },
      }),
  ),
  service.map(
    ([s, params, parent]): Step =>
      ({ services: [first = '', second = '', third = ''] }) => ({
        ...{ kind: 'put service', serviceId: pick([first, second, third], s) },
        params: Object.fromEntries(params.map((name) => [name, 'true'])),
        // The first two have no parent, so that none is ever below itself.
        parentId: s % 3 === 2 ? pick([first, second, undefined], parent) : undefined,
      }),
  ),
  fc.tuple(n, place, fc.boolean()).map(
    ([s, [u, o], isToOrganisation]): Step =>
      ({ services, users, organisations }) => ({
        ...{ kind: 'invite', serviceId: pick(services, s), userId: pick(users, u) },
        ...(isToOrganisation && { organisationId: pick(organisations, o) }),
      }),
  ),
);

/** Two for each service, always the same. */
function policyIdOf(serviceId: string, isFirst: boolean): string {
  return `${isFirst ? 'A' : 'B'}${serviceId.slice(1)}`;
}

/** What a command needs to be there. */
function* neededBy(command: Command): Generator<Command> {
  if (command.kind === 'remove user' || command.kind === 'put user' || !('userId' in command)) return;
  const { userId } = command;
  if (!model.users.has(userId)) yield { kind: 'put user', ...personOf(userId) };
  if (command.kind !== 'put grant') return;
  const { organisationId } = command;
  if (model.users.get(userId)?.memberships.has(organisationId) === true) return;
  yield { kind: 'put membership', userId, organisationId, roleId: 0 };
}

function compared(world: World): Promise<void> {
  return eventually(async () => {
    const tally = createTally();
    await compareAll({ read: making.read, model, tally }, { ...world, users: world.watched });
    if (tally.differing() > 0) throw new Error(tally.differences.join('\n'));
  });
}

test('whatever is done in whatever order, every read shows what the rules say', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 6, maxLength: 16 }), async (run) => {
      const world = await makeWorld();
      for (const [place, step] of run.entries()) {
        const command = step(world);
        for (const needed of neededBy(command)) await carry(needed);
        await carry(command);
        if (place % 5 === 4) await compared(world);
      }
      await compared(world);
    }),
    { ...propertyRuns(15, 3), endOnFailure: true },
  );
});
