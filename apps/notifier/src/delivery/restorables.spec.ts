import type { DeliveryState } from '@gatehouse/contracts';
import { kinds } from '../kinds.ts';
import type { DeliveryDocument } from './deliveries.store.ts';
import { newDelivery } from './delivery.ts';
import { redelivered } from './redelivery.ts';
import { restorables } from './restorables.ts';
import { schedulesWith } from './schedule.domain.ts';

const AT = '2026-01-01T00:00:00.000Z';
const schedules = schedulesWith([0, 5], () => 0.5);
const [kind] = restorables;

const pending = {
  version: 5,
  ...newDelivery(
    {
      causedBy: 'R1',
      listedAt: 1,
      message: {
        ...{ kind: 'email', template: 'registration', id: 'D1', serviceId: 'S1', correlationId: 'c', at: AT },
        ...{ recipient: { address: 'ann@example.org' }, data: { serviceName: 'Meals' } },
        ...{ notAfter: AT, generation: 1, sealed: 'sealed' },
      },
    },
    { kinds, schedules },
    0,
  ),
} as DeliveryDocument;
const published = (status: DeliveryState['status']): DeliveryState => ({ ...pending.state, status });

test('what was delivered since is over: nobody takes it, and it cannot be sent again', () => {
  const document = kind?.lost(published('delivered') as never, AT, false);
  expect(document).toMatchObject({ state: { status: 'delivered' } });
  expect(document).not.toHaveProperty('message');
  expect(document).not.toHaveProperty('wakeAt');
  expect(redelivered(document as unknown as DeliveryDocument, schedules, 0)).toBe('content dropped');
});

test('what was still pending is left to be made anew', () => {
  expect(kind?.lost(published('pending') as never, AT, false)).toBeUndefined();
  expect(kind?.superseded?.(pending, published('pending') as never)).toBeUndefined();
});

test('what is pending in the backup and was delivered since ends, its token and code dropped', () => {
  const document = kind?.superseded?.(pending, published('delivered') as never) as
    | DeliveryDocument
    | undefined;
  expect(document?.state.status).toBe('delivered');
  for (const member of ['receiver', 'wakeAt', 'leasedBy']) expect(document).not.toHaveProperty(member);
  expect(document?.message).not.toHaveProperty('sealed');
});
