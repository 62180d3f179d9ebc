import { Writable } from 'node:stream';
import { describeError } from './described-error.ts';
import { createLogger } from './logger.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void): Record<string, unknown> {
  let text = '';
  const destination = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  write(createLogger({ name: 'access', destination }));
  return JSON.parse(text);
}

test('lines are JSON with the app’s name, the level in words and an ISO time', () => {
  expect(logged((log) => log.info({ id: 'A' }, 'done'))).toMatchObject({
    name: 'access',
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    id: 'A',
    msg: 'done',
  });
});

test('what must never be logged is hidden, should it be handed over', () => {
  const line = logged((log) =>
    log.info({
      email: 'anna@example.org',
      request: { authorization: 'Bearer x', url: '/a?email=anna' },
      headers: { cookie: 'c' },
    }),
  );
  expect(JSON.stringify(line)).not.toMatch(/anna|Bearer|"c"/);
});

test.each([
  [
    'a driver’s error',
    Object.assign(new Error('E11000 dup key: { email: "anna@example.org" }'), { code: 11000 }),
    'MongoServerError',
  ],
  [
    'a mail server’s',
    Object.assign(new Error('550 <anna@example.org> refused'), { code: 'EENVELOPE' }),
    undefined,
  ],
  ['a parser’s', new SyntaxError('Unexpected token in "anna"'), undefined],
])('%s keeps name and code, not its message', (_case, error, name) => {
  if (name !== undefined) error.name = name;
  const described = describeError(error);
  expect(described.name).toBe(error.name);
  expect(JSON.stringify(described)).not.toContain('anna');
  expect(described.stack).toContain('at ');
});

test('the platform’s own errors and programming mistakes keep their words, and causes come along', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
  });
  const error = Object.assign(new Error('access: no primary', { cause }), { name: 'StoreError' });
  expect(describeError(error)).toMatchObject({
    name: 'StoreError',
    message: 'access: no primary',
    cause: { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:1' },
  });
  expect(describeError(new TypeError('x is not a function')).message).toBe('x is not a function');
  expect(describeError(new Error('cannot send to anna@example.org')).message).toBe('cannot send to [email]');
  expect(describeError('text')).toEqual({ name: 'string' });
});
