import { failureReason } from './failure-reason.ts';

describe('failureReason', () => {
  test.each([
    ['name and message', new TypeError('x is not a function'), 'TypeError: x is not a function'],
    [
      'a code',
      Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' }),
      'Error ECONNREFUSED: connect refused',
    ],
    [
      'nothing quoted',
      new SyntaxError('Unexpected token, "Ada Lovel" is not JSON'),
      'SyntaxError: Unexpected token, … is not JSON',
    ],
    ['no objects', new Error('dup key: { email: "ada@example.org" }'), 'Error: dup key: …'],
    ['nothing in apostrophes', new Error("no user 'Ada Lovelace' here"), 'Error: no user … here'],
    ['nothing in backticks', new Error('`ada` is no valid role'), 'Error: … is no valid role'],
    ['nothing in typographic quotes', new Error('no user “Ada Lovelace”'), 'Error: no user …'],
    [
      'words with an apostrophe',
      new Error("it doesn't exist, can't be"),
      "Error: it doesn't exist, can't be",
    ],
    [
      'the member that code reads',
      new TypeError("Cannot read properties of undefined (reading 'roles')"),
      "TypeError: Cannot read properties of undefined (reading 'roles')",
    ],
    ['no addresses', new Error('no mail to ada@example.org'), 'Error: no mail to …'],
    ['a quote without its end', new Error('bad value "Ada Lovelace'), 'Error: bad value …'],
    ['a value that is no error', 'Ada Lovelace', 'thrown value that is no error'],
  ])('gives %s', (_, error, reason) => {
    expect(failureReason(error)).toBe(reason);
  });

  test('gives the places and rules of a schema’s refusal', () => {
    const issues = [{ path: ['data', 'email'], code: 'invalid_format', input: 'ada' }];
    const error = Object.assign(new Error(JSON.stringify(issues)), { name: 'ZodError', issues });
    expect(failureReason(error)).toBe('ZodError: data.email invalid_format');
  });
});
