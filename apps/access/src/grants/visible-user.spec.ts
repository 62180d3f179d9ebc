import { isVisible } from './visible-user.ts';

describe('seeing a user', () => {
  const none = { granted: false, linked: false };

  test('by grant, by service link, or by the right to see all', () => {
    const ordinary = { params: { canViewAllUsers: 'yes' } };
    expect(isVisible(ordinary, none)).toBe(false);
    expect(isVisible(ordinary, { ...none, granted: true })).toBe(true);
    expect(isVisible(ordinary, { ...none, linked: true })).toBe(true);
    expect(isVisible({ params: { canViewAllUsers: 'true' } }, none)).toBe(true);
    expect(isVisible({ params: {} }, none)).toBe(false);
  });
});
