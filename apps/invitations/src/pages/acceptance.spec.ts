import { acceptanceOf } from './acceptance.ts';

const to = (...names: string[]) => names.map((serviceName, place) => ({ id: String(place), serviceName }));

describe('acceptanceOf', () => {
  test.each([
    [to('Meals'), 'Accept invitation to Meals'],
    [to('Meals', 'Meals'), 'Accept invitations to Meals'],
    [to('Meals', 'Reports'), 'Accept invitations to Meals and Reports'],
    [to('Meals', 'Reports', 'Meals'), 'Accept invitations to Meals and Reports'],
    [to('Meals', 'Reports', 'Grants'), 'Accept all 3 invitations'],
  ])('%j', (invitations, label) => {
    expect(acceptanceOf(invitations)).toBe(label);
  });
});
