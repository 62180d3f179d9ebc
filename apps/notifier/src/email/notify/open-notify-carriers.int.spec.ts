import { type NotifyTarget, readEmailUrl } from '@gatehouse/runtime';
import { type NotifyServer, notifyServer } from '../../testing/notify-server.ts';
import type { MailCarriers } from '../mail-carrier.ts';
import { openNotifyCarriers } from './open-notify-carriers.ts';

const email = {
  ...{ id: 'A', to: 'ann@example.org', correlationId: 'c' },
  ...{ subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' },
};
let server: NotifyServer;
let carriers: MailCarriers;
let lines: unknown[][];
let aheadMs = 0;

beforeEach(async () => {
  server = await notifyServer();
  lines = [];
  const log = { error: (...line: unknown[]) => lines.push(line), warn() {} };
  carriers = openNotifyCarriers({
    target: readEmailUrl(server.emailUrl) as NotifyTarget,
    // None is stored that a question could be asked about.
    notifications: {
      find: async () => [],
      get: async () => undefined,
      write: async () => ({ status: 'written' }),
    } as never,
    onFailed: async () => {},
    log: log as never,
    now: () => Date.now() + aheadMs,
  });
});
afterEach(async () => {
  carriers.emails.close();
  carriers.codes.close();
  await server.close();
});

test.each([
  [403, 'AuthError', 'AuthError'],
  [400, 'BadRequestError', 'BadRequestError'],
  [400, 'ann@example.org', 'other'],
])(
  'a refusal by %i %s is an error in the log, without the server’s words, once a minute',
  async (status, error, fault) => {
    const answer = { status, errors: [{ error, message: 'ann@example.org is not in your team' }] };
    server.answer(answer, answer, answer);
    await carriers.emails.carry(email);
    await carriers.emails.carry(email);
    expect(lines).toEqual([[{ status, fault }, expect.stringContaining('GOV.UK Notify')]]);
    aheadMs += 61_000;
    await carriers.emails.carry(email);
    aheadMs = 0;
    expect(lines).toHaveLength(2);
  },
);

test.each([429, 500, 503])('%i is none', async (status) => {
  server.answer({ status, errors: [] });
  await carriers.emails.carry(email);
  expect(lines).toEqual([]);
});
