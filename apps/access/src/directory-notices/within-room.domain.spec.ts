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
const apart = Array.from({ length: 500 }, (_, n) => member(n, [`S${n}`]));

test('all of a user’s memberships at once are told one by one, and any number that nobody is told', () => {
  const told = [deactivated, ...many(['A', 'B']), ...many([])];
  expect(withinRoom('U', 7, told)).toBe(told);
});

test('where each concerns another service, an update of all names tells all of them to read the user again', () => {
  const data = { userId: 'U', changed: [...changedNames.user], version: 7 };
  const ofApart = apart.flatMap(({ serviceIds }) => serviceIds).toSorted();
  expect(withinRoom('U', 7, apart)).toEqual([{ event: { type: 'user.updated', data }, serviceIds: ofApart }]);
  expect(withinRoom('U', 7, [deactivated, ...apart])).toEqual([
    { event: { type: 'user.deactivated', data }, serviceIds: ['A', ...ofApart] },
  ]);
});
