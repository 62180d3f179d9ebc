import { kinds } from '../kinds.ts';
import type { AttemptResult } from './attempt.domain.ts';
import {
  afterAttempt,
  type Delivery,
  givenUp,
  leased,
  newDelivery,
  released,
  superseded,
} from './delivery.ts';
import type { ListedMessage } from './listed-message.domain.ts';
import { redelivered } from './redelivery.ts';
import { schedulesWith } from './schedule.domain.ts';

const NOW = Date.UTC(2026, 4, 21, 12, 0, 0);
const schedules = schedulesWith([0, 5, 300], () => 0.5);
const made = (message: ListedMessage['message'], now = NOW) =>
  newDelivery({ message, causedBy: ID, listedAt: 1 }, { kinds, schedules }, now);
const ID = 'A5A5A5A5-0000-4000-8000-000000000001';
const facts = { id: ID, at: new Date(NOW).toISOString(), serviceId: ID, correlationId: 'c-1' };
const callback: ListedMessage['message'] = {
  ...facts,
  kind: 'callback',
  url: 'https://Example.org:443/done',
  body: { sub: ID, sourceId: 7 },
};
const registration: ListedMessage['message'] = {
  ...facts,
  kind: 'email',
  template: 'registration',
  recipient: { address: 'jane@example.org' },
  data: { serviceName: 'Meals' },
  notAfter: '2026-06-18T12:00:00.000Z',
  generation: 2,
  sealed: 'sealed text',
};

function attempted(delivery: Delivery, result: AttemptResult, at = NOW + 40): Delivery {
  return afterAttempt(delivery, { startedAt: at - 40, endedAt: at, result }, schedules);
}
const answered = (status: number, retryAfter?: string): AttemptResult => ({
  kind: 'answered',
  status,
  ...(retryAfter !== undefined && { retryAfter }),
});

describe('a new delivery', () => {
  test('of a registration’s email that comes late waits, so that what the log says next can end it', () => {
    const late = { at: '2026-05-21T11:58:59.999Z' };
    expect(made({ ...registration, ...late }).wakeAt).toBe(NOW + 5_000);
    expect(made(registration).wakeAt).toBe(NOW);
    expect(made({ ...callback, ...late }).wakeAt).toBe(NOW);
  });

  test('is due at once, for the receiver that is its origin', () => {
    const delivery = made(callback);
    expect(delivery).toMatchObject({ _id: ID, receiver: 'https://example.org', wakeAt: NOW });
    expect(delivery.state).toMatchObject({
      kind: 'callback',
      status: 'pending',
      url: 'https://Example.org:443/done',
      nextAttemptAt: '2026-05-21T12:00:00.000Z',
      attempts: [],
    });
  });

  test('keeps what an email says out of its state', () => {
    const { state, receiver, generationKey } = made(registration);
    expect(receiver).toBe('email');
    expect(generationKey).toBe(`${ID}/0000000002`);
    expect(JSON.stringify(state)).not.toMatch(/sealed|Meals/);
    expect(state.to).toBe('jane@example.org');
  });
});

describe('an attempt', () => {
  const delivery = made(callback);

  test.each([200, 202, 204, 299])('answered %i delivers', (status) => {
    const { state, receiver, wakeAt } = attempted(delivery, answered(status));
    expect(state).toMatchObject({ status: 'delivered', updatedAt: '2026-05-21T12:00:00.040Z' });
    expect(state.attempts).toEqual([{ at: '2026-05-21T12:00:00.000Z', status, durationMs: 40 }]);
    expect([receiver, wakeAt, state.nextAttemptAt]).toEqual([undefined, undefined, undefined]);
  });

  test.each([199, 301, 400, 404, 429, 500])('answered %i is made again by the schedule', (status) => {
    const next = attempted(delivery, answered(status));
    expect(next.state.status).toBe('pending');
    expect(next.wakeAt).toBe(NOW + 40 + 5_000);
  });

  test('is put off as the receiver asks, up to twice the step', () => {
    expect(attempted(delivery, answered(503, '8')).wakeAt).toBe(NOW + 40 + 8_000);
    expect(attempted(delivery, answered(503, '3600')).wakeAt).toBe(NOW + 40 + 10_000);
    expect(attempted(delivery, answered(503, 'Thu, 21 May 2026 12:00:09 GMT')).wakeAt).toBe(NOW + 9_000);
  });

  test('answered 410, or to an address that is not allowed, ends it', () => {
    for (const result of [answered(410), { kind: 'refused' as const, error: 'address not allowed' }]) {
      const { state, wakeAt } = attempted(delivery, result);
      expect(state.status).toBe('failed');
      expect(wakeAt).toBeUndefined();
    }
  });

  test('that was the last leaves it failed, with every attempt', () => {
    const timeout: AttemptResult = { kind: 'unanswered', error: 'timeout' };
    const once = attempted(delivery, timeout);
    const twice = attempted(once, answered(500));
    expect(twice.wakeAt).toBe(NOW + 40 + 300_000);
    const { state } = attempted(twice, timeout);
    expect(state.status).toBe('failed');
    expect(state.attempts.map(({ status, error }) => status ?? error)).toEqual(['timeout', 500, 'timeout']);
  });

  test('that is refused as unauthorised is kept with its secrets, until it is redelivered', () => {
    const by = (status: number, ...secrets: string[]) => ({ ...answered(status), triedSecrets: secrets });
    const once = attempted(delivery, by(401, 'c'));
    expect(once.refusedSecrets).toEqual(['c']);
    expect(attempted(once, by(500, 'c', 'b')).refusedSecrets).toEqual(['c']);
    const twice = attempted(once, by(403, 'c', 'b'));
    expect(twice.refusedSecrets).toEqual(['c', 'b']);
    expect(JSON.stringify(twice.state)).not.toContain('refusedSecrets');
    const anew = redelivered(attempted(twice, answered(410)), schedules, NOW) as Delivery;
    expect(anew.refusedSecrets).toBeUndefined();
  });

  test('ends its lease', () => {
    const mine = leased(delivery, 'one', NOW + 30_000);
    expect(mine.wakeAt).toBe(NOW + 30_000);
    expect(released(mine)).toEqual(delivery);
    expect(attempted(mine, answered(500)).leasedBy).toBeUndefined();
    expect(attempted(mine, answered(204)).leasedBy).toBeUndefined();
  });

  test('of one that ended meanwhile is recorded, and only success changes the end', () => {
    const over = superseded(made(registration), NOW) as Delivery;
    const failed = attempted(over, { kind: 'unanswered', error: 'timeout' });
    expect(failed.state.status).toBe('superseded');
    expect(failed.state.attempts).toHaveLength(1);
    expect(attempted(over, { kind: 'accepted', status: 250 }).state.status).toBe('delivered');
  });

  test('is recorded where it began, also behind what ended the delivery before it was recorded', () => {
    const over = givenUp(made(callback), 'webhook removed', NOW + 100) as Delivery;
    const { attempts } = attempted(over, answered(503)).state;
    expect(attempts.map(({ status, error }) => status ?? error)).toEqual([503, 'webhook removed']);
  });
});

describe('redelivered', () => {
  const delivery = made(callback);
  const failed = attempted(delivery, answered(410));

  test('a pending one is attempted at once, and its schedule goes on from there', () => {
    const waiting = attempted(delivery, answered(500));
    const now = NOW + 1_000;
    const hastened = redelivered(waiting, schedules, now) as Delivery;
    expect(hastened).toMatchObject({ wakeAt: now, attemptsBefore: 0, receiver: 'https://example.org' });
    expect(hastened.state.nextAttemptAt).toBe(new Date(now).toISOString());
    expect(attempted(hastened, answered(500), now).wakeAt).toBe(now + 300_000);
  });

  test('a pending one that is due, or under way, stays as it is', () => {
    expect(redelivered(delivery, schedules, NOW)).toBeUndefined();
    const mine = leased(attempted(delivery, answered(500)), 'one', NOW + 30_000);
    expect(redelivered(mine, schedules, NOW + 1_000)).toBeUndefined();
  });

  test.each([
    ['failed', failed],
    ['delivered', attempted(delivery, answered(204))],
  ])('a %s one begins the schedule anew and keeps its attempts', (_status, ended) => {
    const anew = redelivered(ended, schedules, NOW + 1_000) as Delivery;
    expect(anew).toMatchObject({ receiver: 'https://example.org', wakeAt: NOW + 1_000, attemptsBefore: 1 });
    expect(anew.state).toMatchObject({ status: 'pending', attempts: ended.state.attempts });
    const again = attempted(anew, answered(500), NOW + 2_000);
    expect(again.wakeAt).toBe(NOW + 7_000);
    expect(again.state.attempts).toHaveLength(2);
  });

  test('a failed email still has its link, a delivered one has it no longer', () => {
    const email = made(registration);
    const off: AttemptResult = { kind: 'unanswered', error: 'connection refused' };
    const gone = attempted(attempted(attempted(email, off), off), off);
    expect(gone.state.status).toBe('failed');
    expect(redelivered(gone, schedules, NOW)).toMatchObject({ message: { sealed: 'sealed text' } });
    const sent = attempted(email, { kind: 'accepted' });
    expect(JSON.stringify(sent)).not.toContain('sealed text');
    expect(redelivered(sent, schedules, NOW)).toBe('content dropped');
  });

  test('a failed email whose link has run out is not sent again', () => {
    const failed = attempted(made(registration), { kind: 'refused', error: 'no' });
    const expiry = Date.parse('2026-06-18T12:00:00.000Z');
    expect(redelivered(failed, schedules, expiry - 1)).toMatchObject({ message: { sealed: 'sealed text' } });
    expect(redelivered(failed, schedules, expiry)).toBe('expired');
  });
});

describe('superseded', () => {
  test('a failed email stays as it ended, without its link', () => {
    const failed = attempted(made(registration), { kind: 'refused', error: 'no' });
    const over = superseded(failed, NOW + 5) as Delivery;
    expect(over.state).toBe(failed.state);
    expect(JSON.stringify(over)).not.toContain('sealed text');
    expect(superseded(over, NOW + 5)).toBeUndefined();
    expect(redelivered(over, schedules, NOW + 5)).toBe('content dropped');
    expect(superseded(attempted(made(callback), answered(410)), NOW)).toBeUndefined();
  });

  test('a pending email ends, without its link', () => {
    const over = superseded(made(registration), NOW + 5) as Delivery;
    expect(over.state).toMatchObject({ status: 'superseded', attempts: [] });
    expect(JSON.stringify(over)).not.toContain('sealed text');
    expect(superseded(over, NOW)).toBeUndefined();
  });

  test('an email whose turn comes when a later one is there ends, without its link', () => {
    const email = made(registration);
    const over = attempted(email, { kind: 'superseded' });
    expect(over.state).toMatchObject({ status: 'superseded', attempts: [] });
    expect(over.wakeAt).toBeUndefined();
    expect(JSON.stringify(over)).not.toContain('sealed text');
    expect(redelivered(over, schedules, NOW)).toBe('superseded');
  });
});
