import { putOrganisation, reconcileOrganisation, withAuthority } from './organisation.ts';

const ID = '33333333-3333-4333-8333-333333333333';
const LA = '44444444-4444-4444-8444-444444444444';
const TRUST = '55555555-5555-4555-8555-555555555555';
const facts = { name: 'A School', category: '001', status: 1, urn: '100000', telephone: '01' };
const made = putOrganisation(undefined, ID, facts, 'T1').state;

describe('putting an organisation', () => {
  test('the same again is unchanged', () => {
    expect(putOrganisation(made, ID, { ...facts }, 'T2')).toEqual({ outcome: 'unchanged', state: made });
  });

  test('a member left out is removed; associations and the time of making stay', () => {
    const tied = { ...made, associations: [{ type: 'LA' as const, organisationId: LA }] };
    const { outcome, state } = putOrganisation(tied, ID, { name: 'B', category: '001', status: 2 }, 'T2');
    expect(outcome).toBe('replaced');
    expect(state).toEqual({
      id: ID,
      name: 'B',
      category: '001',
      status: 2,
      associations: tied.associations,
      createdAt: 'T1',
      updatedAt: 'T2',
    });
  });
});

describe('reconciling with a register', () => {
  const known = { name: 'A School', category: '001', status: 1 };

  test('what the register is silent on stays', () => {
    expect(reconcileOrganisation(made, ID, known, [], 'T2').outcome).toBe('unchanged');
  });

  test('what the register no longer knows is taken out', () => {
    const { outcome, state } = reconcileOrganisation(made, ID, { ...known, telephone: undefined }, [], 'T2');
    expect(outcome).toBe('replaced');
    expect(state).not.toHaveProperty('telephone');
    expect(state.urn).toBe('100000');
  });

  test('a tie is a change', () => {
    const tie = withAuthority(made.associations, LA);
    expect(reconcileOrganisation(made, ID, known, tie, 'T2').outcome).toBe('replaced');
  });
});

test('another authority replaces the tie with the first and leaves the trust', () => {
  const held = [
    { type: 'ACADEMY' as const, organisationId: TRUST },
    { type: 'LA' as const, organisationId: ID },
  ];
  expect(withAuthority(held, LA)).toEqual([
    { type: 'LA', organisationId: LA },
    { type: 'ACADEMY', organisationId: TRUST },
  ]);
  expect(withAuthority(held, undefined)).toEqual([{ type: 'ACADEMY', organisationId: TRUST }]);
});
