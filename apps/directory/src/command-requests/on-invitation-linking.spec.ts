import type { InvitationOf, UserState } from '@gatehouse/contracts';
import type { Organisations } from '../organisations/organisations.store.ts';
import type { Users } from '../users/users.store.ts';
import { createLinking } from './on-invitation-linking.ts';

const AT = '2026-01-01T00:00:00.000Z';
const clock = { now: () => Date.parse(AT) };
const origin = { correlationId: 'c', actor: 'platform' };
/** None was deleted. */
const organisations = { deletedAmong: async () => new Set() } as unknown as Organisations;
const user: UserState = {
  id: 'U',
  state: 'present',
  status: 1,
  memberships: [],
  answered: [],
  createdAt: AT,
  updatedAt: AT,
};

/** Users of whom the first is written only once it is let go. */
function usersWith(known: UserState | undefined) {
  const gate = Promise.withResolvers<void>();
  const written: UserState[] = [];
  let current = known;
  let failure: Error | undefined;
  const change = async (_id: string, _origin: unknown, decide: Parameters<Users['change']>[2]) => {
    await gate.promise;
    if (failure !== undefined) throw failure;
    const { state, result } = decide(current, written.length + 1);
    if (state !== undefined) written.push(state);
    current = state ?? current;
    return { status: state === undefined ? 'unchanged' : 'changed', result };
  };
  return {
    users: { change } as unknown as Users,
    written,
    letGo: () => gate.resolve(),
    fail: (error?: Error) => {
      failure = error;
    },
  };
}

const linking = (index: number, organisationId?: string) =>
  ({
    id: `I${index}`,
    status: 'linking',
    userId: 'U',
    commandRequest: { id: `A${index}`, at: new Date(Date.parse(AT) + index).toISOString() },
    ...(organisationId !== undefined && { organisationId }),
  }) as InvitationOf<'linking'>;

describe('requests of one user', () => {
  test('those that come while one is written are answered in one write, each with its own membership', async () => {
    const { users, written, letGo } = usersWith(user);
    const link = createLinking({ users, organisations, clock });
    const all = Array.from({ length: 101 }, (_, index) => link(linking(index, `O${index}`), origin));
    letGo();
    expect(new Set(await Promise.all(all))).toEqual(new Set([undefined]));
    expect(written.map(({ answered }) => answered.length)).toEqual([1, 65, 101]);
    expect(written.at(-1)).toMatchObject({
      memberships: Array.from({ length: 101 }, (_, index) => ({ organisationId: `O${index}` })),
    });
  });

  test('a resent request is told apart from those in the same write', async () => {
    const { users, letGo } = usersWith(user);
    const link = createLinking({ users, organisations, clock });
    const all = [link(linking(1), origin), link(linking(1), origin), link(linking(2), origin)];
    letGo();
    expect(await Promise.all(all)).toEqual([undefined, { ignored: 'answered before' }, undefined]);
  });

  test('each of a failed write rejects, and the next request is taken as before', async () => {
    const { users, letGo, fail } = usersWith(user);
    const link = createLinking({ users, organisations, clock });
    letGo();
    fail(new Error('away'));
    const results = await Promise.allSettled([link(linking(1), origin), link(linking(2), origin)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fail(undefined);
    expect(await link(linking(3), origin)).toBeUndefined();
  });

  test('about nobody: ignored', async () => {
    const { users, letGo } = usersWith(undefined);
    letGo();
    expect(await createLinking({ users, organisations, clock })(linking(1), origin)).toEqual({
      ignored: 'no such user',
    });
  });
});
