import { organisation } from '@gatehouse/contracts/testing';
import { changeOfOrganisation } from './organisation-changes.domain.ts';

describe('what is told of an organisation', () => {
  const school = organisation('O', { urn: '100000' });
  const told = (names: string[]) => ({
    type: 'organisation.updated',
    data: { organisationId: 'O', changed: names, version: 7 },
  });

  test.each<[string, typeof school | undefined, Partial<typeof school>, object | undefined]>([
    ['that is made', undefined, {}, undefined],
    ['that was written without a change', school, { updatedAt: '2026-01-02T00:00:00.000Z' }, undefined],
    [
      'whose links alone changed',
      school,
      { associations: [{ type: 'LA', organisationId: '2F1B6C54-8E37-4A9D-B0A6-3D5E7F901A02' }] },
      undefined,
    ],
    [
      'that changed',
      school,
      { name: 'Dale', OpenedOn: '2020', status: 2 },
      told(['OpenedOn', 'name', 'status']),
    ],
    ['that lost a member', school, { urn: undefined }, told(['urn'])],
  ])('%s', (_, previous, given, expected) => {
    const state = { ...school, ...given };
    expect(changeOfOrganisation(previous, { version: 7, state })).toEqual(expected);
  });
});
