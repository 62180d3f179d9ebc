import { NOW, service } from '../testing/facts.ts';
import { faultsOfPolicyRoles, putPolicy, removePolicy } from './policies.domain.ts';
import { nextNumericId, putRole, removeRole, restoreRole, roleOf } from './roles.domain.ts';

const role = (code: string, numericId: string) =>
  ({ id: `id-${code}`, code, name: code, numericId, status: 'Active' }) as const;
const policy = (id: string, roles: string[]) => ({ id, name: id, conditions: [], roles });

const LAST = '99999999999999999999';

test('the next number is one above the highest, however long', () => {
  expect(nextNumericId([])).toBe('1');
  expect(nextNumericId([role('A', '7'), role('B', '0003')])).toBe('8');
  expect(nextNumericId([role('A', '99999999999999999998')])).toBe(LAST);
});

test('the next number is the lowest free one where none above the highest can be put', () => {
  expect(nextNumericId([role('A', LAST)])).toBe('1');
  expect(nextNumericId([role('A', LAST), role('B', '001'), role('C', '3')])).toBe('2');
  expect(nextNumericId([role('A', '1'), role('B', '100000000000000000000')])).toBe('2');
});

test('a role put again keeps its id and its number, and changes nothing where nothing is new', () => {
  const made = putRole(service(), { code: 'A', name: 'One', status: 'Active' }, 'NEW', NOW);
  expect(made?.roles).toEqual([{ id: 'NEW', code: 'A', name: 'One', numericId: '1', status: 'Active' }]);
  if (made === undefined) throw new Error('not made');
  expect(putRole(made, { code: 'A', name: 'One', status: 'Active' }, 'OTHER', NOW)).toBeUndefined();
  const renamed = putRole(made, { code: 'A', name: 'Two', status: 'Inactive' }, 'OTHER', NOW);
  expect(renamed?.roles).toEqual([{ id: 'NEW', code: 'A', name: 'Two', numericId: '1', status: 'Inactive' }]);
  expect(roleOf(made, 'a')).toBeUndefined();
});

test('a removed role leaves the policies that name it, and comes back to them', () => {
  const before = service({
    roles: [role('A', '1'), role('B', '2')],
    policies: [policy('P', ['A', 'B']), policy('Q', ['B'])],
  });
  const without = removeRole(before, 'A', NOW);
  if (without === undefined) throw new Error('not removed');
  expect(without.roles.map(({ code }) => code)).toEqual(['B']);
  expect(without.policies).toEqual([policy('P', ['B']), policy('Q', ['B'])]);
  expect(removeRole(without, 'A', NOW)).toBeUndefined();
  const meanwhile = { ...without, name: 'Renamed meanwhile' };
  const restored = restoreRole(meanwhile, before, 'A', NOW);
  expect(restored).toMatchObject({
    name: 'Renamed meanwhile',
    policies: [policy('P', ['B', 'A']), policy('Q', ['B'])],
  });
  expect(restored && roleOf(restored, 'A')).toEqual(role('A', '1'));
  expect(restored && restoreRole(restored, before, 'A', NOW)).toBeUndefined();
});

test('policies are put, replaced and removed by their ids; the roles that they name must be there', () => {
  const current = service({ roles: [role('A', '1')] });
  expect(faultsOfPolicyRoles(current, ['A', 'X', 'a'])).toEqual([
    'roles[1]: the service has no such role',
    'roles[2]: the service has no such role',
  ]);
  const put = putPolicy(current, policy('P', ['A']), NOW);
  if (put === undefined) throw new Error('not put');
  expect(putPolicy(put, policy('P', ['A']), NOW)).toBeUndefined();
  expect(putPolicy(put, policy('P', []), NOW)?.policies).toEqual([policy('P', [])]);
  expect(removePolicy(put, 'P', NOW)?.policies).toEqual([]);
  expect(removePolicy(put, 'Q', NOW)).toBeUndefined();
});
