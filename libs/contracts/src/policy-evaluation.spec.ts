import fc from 'fast-check';
import type { OrganisationState } from './events/organisation.ts';
import type { Policy, PolicyCondition } from './events/service.ts';
import {
  admit,
  isOrganisationCondition,
  isPolicyField,
  organisationFields,
  personFields,
} from './policy-evaluation.ts';

const at = '2026-01-01T00:00:00.000Z';
const school: OrganisationState = {
  id: '00000000-0000-4000-8000-000000000001',
  name: 'A school',
  category: '001',
  status: 1,
  type: '34',
  urn: '100000',
  regionCode: 'H',
  phaseOfEducation: 2,
  associations: [{ type: 'LA', organisationId: '00000000-0000-4000-8000-000000000002' }],
  createdAt: at,
  updatedAt: at,
};
const policy = (conditions: PolicyCondition[], roles: string[] = []): Policy => ({
  id: 'p',
  name: 'p',
  conditions,
  roles,
});
const condition = (field: string, operator: PolicyCondition['operator'], ...value: string[]) => ({
  field,
  operator,
  value,
});

describe('admit', () => {
  const fields = organisationFields(school);

  test('a service without a policy is open to all, with all roles', () => {
    expect(admit([], fields, 'organisation and person')).toEqual({ admitted: true, roles: 'all' });
  });

  test.each([
    ['organisation.category.id', '001'],
    ['organisation.status.id', '1'],
    ['organisation.type.id', '34'],
    ['organisation.urn', '100000'],
    ['organisation.region.id', 'h'],
    ['organisation.phaseOfEducation.id', '2'],
    ['organisation.localAuthority.id', '00000000-0000-4000-8000-000000000002'],
  ])('%s is known by its field name', (field, value) => {
    expect(
      admit([policy([condition(field, 'is', 'other', value)])], fields, 'organisation only').admitted,
    ).toBe(true);
    expect(admit([policy([condition(field, 'is_not', value)])], fields, 'organisation only').admitted).toBe(
      false,
    );
  });

  test('is_not is true, is and starts_with are false where the field is absent', () => {
    const of = (operator: PolicyCondition['operator']) =>
      admit([policy([condition('organisation.ukprn', operator, '1')])], fields, 'organisation only').admitted;
    expect([of('is'), of('is_not'), of('starts_with')]).toEqual([false, true, false]);
  });

  test('the roles of all met policies are united', () => {
    const met = condition('organisation.urn', 'starts_with', '100');
    const unmet = condition('organisation.urn', 'is', '1');
    expect(
      admit(
        [policy([met], ['A']), policy([unmet], ['B']), policy([], ['C'])],
        fields,
        'organisation and person',
      ),
    ).toEqual({ admitted: true, roles: new Set(['A', 'C']) });
  });

  test('conditions on the person count as met for the organisation alone, and are evaluated for a person', () => {
    const approversOnly = [policy([condition('organisation.role.id', 'is', '10000')])];
    expect(admit(approversOnly, fields, 'organisation only').admitted).toBe(true);
    const person = (roleId: 0 | 10000) => {
      const membership = { organisationId: school.id, roleId, incarnation: 1, createdAt: at, updatedAt: at };
      const user = {
        id: school.id,
        answered: [],
        state: 'present' as const,
        status: 1 as const,
        memberships: [membership],
        createdAt: at,
        updatedAt: at,
      };
      return admit(approversOnly, personFields(user, membership, school), 'organisation and person').admitted;
    };
    expect([person(0), person(10000)]).toEqual([false, true]);
  });

  test('names of the language itself are no fields', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'associations']) {
      expect(fields(`organisation.${name}`)).toBeUndefined();
    }
  });

  test('conditions can be on what is held of a person or an organisation, and on nothing else', () => {
    const held = [
      'urn',
      'ukprn',
      'name',
      'id',
      'status.id',
      'phaseOfEducation.id',
      'localAuthority.id',
      'role.id',
    ];
    for (const name of held) expect(isPolicyField(`organisation.${name}`)).toBe(true);
    for (const name of ['id', 'sub', 'email', 'given_name']) expect(isPolicyField(name)).toBe(true);
    for (const name of [
      'organisation',
      'organisation.phaseofeducation.id',
      'organisation.associations',
      'urn',
      '__proto__',
    ])
      expect(isPolicyField(name)).toBe(false);
  });

  test('is and is_not are each other’s opposite, whatever the field and values', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (field, value) => {
        const of = (operator: PolicyCondition['operator']) =>
          admit([policy([{ field, operator, value }])], fields, 'organisation and person').admitted;
        expect(of('is')).toBe(!of('is_not'));
      }),
    );
  });

  test('organisation.role is the person’s', () => {
    expect(isOrganisationCondition(condition('organisation.role.id', 'is', '0'))).toBe(false);
    expect(isOrganisationCondition(condition('organisation.id', 'is', '0'))).toBe(true);
    expect(isOrganisationCondition(condition('email', 'is', '0'))).toBe(false);
  });
});
