import type { DeliveryState } from '@gatehouse/contracts';
import { emailByDelivery } from './last-email.ts';

const CREATED = '2026-03-01T10:00:00.000Z';
const UPDATED = '2026-03-01T10:00:05.000Z';
const attempt = (answered: { status?: number; error?: string }) => ({
  at: CREATED,
  durationMs: 1,
  ...answered,
});

const delivery = (
  status: DeliveryState['status'],
  attempts: DeliveryState['attempts'] = [],
): DeliveryState => ({
  id: 'D',
  kind: 'email',
  causedBy: 'R',
  status,
  attempts,
  correlationId: 'c',
  createdAt: CREATED,
  updatedAt: UPDATED,
});

test.each([
  ['is pending', delivery('pending', [attempt({ status: 451 })]), { status: 'pending', at: CREATED }],
  ['was sent', delivery('delivered', [attempt({ status: 250 })]), { status: 'sent', at: UPDATED }],
  [
    'failed by an answer, with its status',
    delivery('failed', [attempt({ error: 'timeout' }), attempt({ status: 550, error: 'recipient refused' })]),
    { status: 'failed', error: '550', at: CREATED },
  ],
  [
    'failed without an answer, with a fixed word',
    delivery('failed', [attempt({ status: 451 }), attempt({ error: 'expired' })]),
    { status: 'failed', error: 'expired', at: CREATED },
  ],
  ['failed without an attempt', delivery('failed'), { status: 'failed', error: 'failed', at: CREATED }],
])('an email %s', (_, state, expected) => {
  expect(emailByDelivery(state)).toEqual({ id: 'D', ...expected });
});
