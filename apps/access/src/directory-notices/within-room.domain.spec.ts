import { changedNames } from '@gatehouse/contracts';
import type { ToldEvent } from '../notices/change-events.domain.ts';
import { withinRoom } from './within-room.domain.ts';

const member = (n: number, serviceIds: string[]): ToldEvent => ({
  event: { type: 'membership.removed', data: { userId: 'U', organisationId: `${n}`, version: 7 } },
  serviceIds,
});
const deactivated: ToldEvent = {
  event: { type: 'user.deactivated', data: { userId: 'U', changed: ['status'], version: 7 } },
  serviceIds: ['A'],
};
const many = (serviceIds: string[]) => Array.from({ length: 500 }, (_, n) => member(n, serviceIds));

test('a hundred events are told one by one, and any number that nobody is told', () => {
  const told = [deactivated, ...many(['A', 'B']).slice(0, 100), ...many([])];
  expect(withinRoom('U', 7, told)).toBe(told);
});

test('of more, an update of all names says to all of them that the user is to be read again', () => {
  const data = { userId: 'U', changed: [...changedNames.user], version: 7 };
  const both = ['A', 'B'];
  expect(withinRoom('U', 7, many(['B', 'A']))).toEqual([
    { event: { type: 'user.updated', data }, serviceIds: both },
  ]);
  expect(withinRoom('U', 7, [deactivated, ...many(['B', 'A'])])).toEqual([
    { event: { type: 'user.deactivated', data }, serviceIds: both },
  ]);
});
