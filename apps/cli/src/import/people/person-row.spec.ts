import { Misused } from '../../failures.ts';
import { personReader } from './person-row.ts';

const HEADER =
  'Email,given_name,family_name,organisation_urn,organisation_uid,organisation_id,role,service,service_roles';
const { read } = personReader(HEADER.split(','));
const fault = (row: string) => (read(row.split(',')) as { fault?: string }).fault;

test('all that a row can say, and as little as it must', () => {
  expect(
    read(['ann@school.example', ' Ann ', 'Lee', '100000', '', '', 'approver', 'meals', 'A; B A']),
  ).toEqual({
    email: 'ann@school.example',
    givenName: 'Ann',
    familyName: 'Lee',
    organisation: 'urn:100000',
    roleId: 10000,
    service: 'meals',
    roles: ['A', 'B'],
  });
  expect(personReader(['EMAIL ']).read(['ann@school.example'])).toEqual({
    email: 'ann@school.example',
    givenName: '',
    familyName: '',
    roles: [],
  });
});

test.each([
  ['0', 0],
  ['End user', 0],
  ['END-USER', 0],
  ['10000', 10000],
  ['Approver', 10000],
  ['', undefined],
])('role %j', (role, roleId) => {
  expect((read(['a@b.example', '', '', '1', '', '', role, '', '']) as { roleId?: number }).roleId).toBe(
    roleId,
  );
});

test.each([
  [',,,,,,,,', 'email is missing'],
  ['ann,,,,,,,,', 'email is not a valid email address'],
  ['a@b.example,,,1,2,,,,', 'only one organisation may be named in a row'],
  ['a@b.example,,,,,hill school,,,', 'organisation_id is no id; the organisation is not an identifier'],
  ['a@b.example,,,1,,,head,,', 'role should be 0 (End user) or 10000 (Approver)'],
  ['a@b.example,,,,,,0,,', 'a role needs an organisation'],
  ['a@b.example,,,,,,,meals,', 'a service needs an organisation'],
  ['a@b.example,,,1,,,,,A', 'service_roles need a service'],
  ['a@b.example,,', 'has 3 values where the header has 9'],
])('%s: %s', (row, words) => expect(fault(row)).toBe(words));

test('no fault repeats what the row says of the person', () => {
  expect(fault('ann at school.example,,,,,,,,')).not.toContain('ann');
});

test('a header without email, or with a column twice, is refused; others are told', () => {
  expect(() => personReader(['given_name'])).toThrow(Misused);
  expect(() => personReader(['email', 'Email'])).toThrow(Misused);
  expect(personReader(['email', 'Shoe size', '']).unused).toEqual(['shoe size']);
});

test('a cell that shows nothing says nothing', () => {
  const { read: readNames } = personReader(['email', 'given_name', 'role']);
  expect(readNames(['ann@school.example', '\u200B\u3164', '\u00AD'])).toMatchObject({ givenName: '' });
});
