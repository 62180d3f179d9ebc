import { refusalOf } from './refusal.ts';

describe('refusalOf', () => {
  test.each([
    [
      400,
      { detail: 'The request has faults', errors: ['name: is missing', 'urn: is wrong'] },
      ['name: is missing', 'urn: is wrong'],
    ],
    [400, { reasons: ['type is missing'] }, ['type is missing']],
    [404, { title: 'Not Found', detail: 'There is no such user' }, ['There is no such user']],
    [403, { success: false, message: 'Not yours' }, ['Not yours']],
    [409, { title: 'Conflict' }, ['Conflict']],
    [418, undefined, ['The platform answered 418']],
    [500, { detail: 'Broken', correlationId: 'abc' }, ['Broken', 'Correlation id: abc']],
  ])('%i %j', (status, body, lines) => {
    expect(refusalOf(status, body)).toMatchObject({ status, lines });
  });

  test('401 says where the secret comes from', () => {
    const { lines } = refusalOf(401, { message: 'invalid signature' });
    expect(lines[0]).toBe('invalid signature');
    expect(lines[1]).toContain('--operator-secret');
  });
});
