import { randomBytes } from 'node:crypto';
import { newId } from '@gatehouse/runtime';
import { type CallbackReceiver, callbackReceiver, eventually } from '@gatehouse/testing';
import jwt from 'jsonwebtoken';
import { Webhook } from 'standardwebhooks';
import { acceptedEvent, serviceEvent } from '../testing/notifier-events.ts';
import { type RunningNotifier, runNotifier } from '../testing/running-notifier.ts';

const SERVICE = newId();
const newest = randomBytes(32).toString('base64');
const older = randomBytes(32).toString('base64');
let notifier: RunningNotifier;
let receiver: CallbackReceiver;

interface Shown {
  status: string;
  nextAttemptAt: string | null;
  attempts: { status?: number; error?: string; durationMs: number }[];
}

beforeAll(async () => {
  receiver = await callbackReceiver();
  notifier = await runNotifier();
  await notifier.publish(
    serviceEvent(notifier, { id: SERVICE, clientId: 'meals', secrets: [newest, older] }),
  );
});

afterAll(async () => {
  await notifier.close();
  await receiver.close();
});

async function send(path: string, url = receiver.url) {
  const accepted = acceptedEvent(SERVICE, { url: `${url}${path}` });
  await notifier.publish(accepted.event);
  return accepted;
}

function delivery(id: string, status: string, timeoutMs = 10_000): Promise<Shown> {
  return eventually(
    async () => {
      const { body } = await notifier.request(`/manage/deliveries/${id}`);
      const shown = body as Shown;
      if (shown.status !== status) throw new Error(`it is ${JSON.stringify(shown)}`);
      return shown;
    },
    { timeoutMs },
  );
}

function tried(id: string, attempts: number): Promise<Shown> {
  return eventually(async () => {
    const { body } = await notifier.request(`/manage/deliveries/${id}`);
    const shown = body as Shown;
    if ((shown.attempts?.length ?? 0) < attempts) throw new Error(`it is ${JSON.stringify(shown)}`);
    return shown;
  });
}

describe('a callback', () => {
  test('answered 204 is delivered: signed, authenticated and correlated', async () => {
    const { deliveryId, sub } = await send('/done');
    const [callback] = await receiver.waitFor('/done');
    expect(callback?.body).toBe(`{"sub":"${sub}","sourceId":"source-1"}`);
    const headers = callback?.headers as Record<string, string>;
    for (const secret of [newest, older]) new Webhook(secret).verify(callback?.body ?? '', headers);
    const claims = jwt.verify(String(headers.authorization).replace('Bearer ', ''), newest, {
      algorithms: ['HS256'],
      issuer: 'signin.education.gov.uk',
      audience: 'meals',
    });
    expect(claims).toMatchObject({ jti: deliveryId });
    expect(headers['webhook-id']).toBe(deliveryId);
    expect(headers['x-correlation-id']).toBe('correlation-1');
    expect(headers['content-type']).toBe('application/json');
    expect((await delivery(deliveryId, 'delivered')).attempts).toMatchObject([{ status: 204 }]);
  });

  test('listed by an event again and again is one delivery', async () => {
    const { event, deliveryId } = await send('/once');
    await delivery(deliveryId, 'delivered');
    await notifier.publish(event);
    await notifier.publish(event);
    const { deliveryId: after } = await send('/after');
    await delivery(after, 'delivered');
    expect(receiver.at('/once')).toHaveLength(1);
  });

  test('answered 500 comes again under its id, freshly signed', async () => {
    receiver.answer('/again', 500, 503, 204);
    const { deliveryId } = await send('/again');
    const shown = await delivery(deliveryId, 'delivered');
    expect(shown.attempts.map(({ status }) => status)).toEqual([500, 503, 204]);
    const ids = receiver.at('/again').map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([deliveryId, deliveryId, deliveryId]);
  });

  test('answered 401 comes again with a token by the next older secret', async () => {
    receiver.answer('/older', 401, 204);
    const { deliveryId } = await send('/older');
    await delivery(deliveryId, 'delivered');
    const tokens = receiver.at('/older').map(({ headers }) => headers.authorization?.slice(7) ?? '');
    expect(() => jwt.verify(tokens[0] ?? '', newest)).not.toThrow();
    expect(() => jwt.verify(tokens[1] ?? '', older)).not.toThrow();
  });

  test('is not sent on where it is redirected to', async () => {
    receiver.answer(
      '/moved',
      (response) => void response.writeHead(307, { location: `${receiver.url}/elsewhere` }).end(),
      204,
    );
    const { deliveryId } = await send('/moved');
    const shown = await delivery(deliveryId, 'delivered');
    expect(shown.attempts[0]).toMatchObject({ status: 307, error: 'redirect not followed' });
    expect(receiver.at('/elsewhere')).toEqual([]);
  });

  test('answered 410 ends, and is redelivered on demand, keeping id and attempts', async () => {
    receiver.answer('/gone', 410, 204);
    const { deliveryId } = await send('/gone');
    await delivery(deliveryId, 'failed');
    expect((await notifier.request(`/manage/deliveries/${deliveryId}/redeliver`, 'POST')).status).toBe(202);
    const shown = await delivery(deliveryId, 'delivered');
    expect(shown.attempts.map(({ status }) => status)).toEqual([410, 204]);
    expect(receiver.at('/gone').map(({ headers }) => headers['webhook-id'])).toEqual([
      deliveryId,
      deliveryId,
    ]);
  });

  test('that waits for its next attempt is attempted at once when it is redelivered', async () => {
    receiver.answer('/waiting', 500, 500, 500, 204);
    const { deliveryId } = await send('/waiting');
    const shown = await tried(deliveryId, 3);
    expect(shown).toMatchObject({ status: 'pending', nextAttemptAt: expect.any(String) });
    const wait = Date.parse(shown.nextAttemptAt ?? '') - Date.now();
    expect(wait).toBeGreaterThan(40_000);
    expect(wait).toBeLessThanOrEqual(72_000);
    expect((await notifier.request(`/manage/deliveries/${deliveryId}/redeliver`, 'POST')).status).toBe(202);
    expect((await delivery(deliveryId, 'delivered')).attempts).toHaveLength(4);
  });

  test('whose connection breaks, or is refused, says so in fixed words', async () => {
    // One to which no connection is kept: a kept one that breaks is no attempt.
    const breaking = await callbackReceiver();
    breaking.answer('/reset', (response) => void response.destroy(), 204);
    const reset = await send('/reset', breaking.url);
    expect((await delivery(reset.deliveryId, 'delivered')).attempts[0]).toMatchObject({
      error: 'connection reset',
    });
    await breaking.close();
    const closed = await callbackReceiver();
    await closed.close();
    const refused = await send('/', closed.url);
    expect((await tried(refused.deliveryId, 1)).attempts[0]).toMatchObject({ error: 'connection refused' });
    const unknown = await send('/', 'http://nowhere.invalid');
    expect((await tried(unknown.deliveryId, 1)).attempts[0]).toMatchObject({ error: 'dns' });
  });

  test('answered with an endless body counts by its status, and the connection is closed', async () => {
    let closed = false;
    receiver.answer('/endless', (response) => {
      response.writeHead(200);
      response.once('close', () => {
        closed = true;
      });
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384))) {}
      };
      response.on('drain', more);
      more();
    });
    const { deliveryId } = await send('/endless');
    expect((await delivery(deliveryId, 'delivered')).attempts).toMatchObject([{ status: 200 }]);
    await eventually(() => expect(closed).toBe(true));
  });

  test('to a receiver that hangs delays no other receiver’s, and times out', async () => {
    const hanging = await callbackReceiver();
    for (const path of ['/', '/late']) hanging.answer(path, () => {});
    const sent = await Promise.all(Array.from({ length: 40 }, () => send('/', hanging.url)));
    await eventually(() => expect(hanging.received.length).toBeGreaterThan(5));
    const fast = await Promise.all(Array.from({ length: 40 }, (_, n) => send(`/fast/${n % 4}`)));
    await Promise.all(fast.map(({ deliveryId }) => delivery(deliveryId, 'delivered')));
    const first = String(hanging.received[0]?.headers['webhook-id']);
    // All the others are done while the first that hangs has not been given up yet.
    expect((await delivery(first, 'pending')).attempts).toEqual([]);
    const shown = await eventually(async () => tried(first, 1));
    expect(shown.attempts[0]).toMatchObject({ error: 'timeout' });
    expect(shown.attempts[0]?.durationMs).toBeGreaterThanOrEqual(9_900);
    expect(sent).toHaveLength(40);
    await hanging.close();
  });
});

describe('GET /manage/deliveries', () => {
  test('lists by status and service, the newest first, a page at a time', async () => {
    const other = newId();
    const { deliveryId } = await send('/listed');
    await delivery(deliveryId, 'delivered');
    const all = await notifier.request(`/manage/deliveries?serviceId=${SERVICE.toLowerCase()}&pageSize=2`);
    expect(all.status).toBe(200);
    expect(all.body).toMatchObject({ page: 1, deliveries: [{ id: deliveryId, kind: 'callback' }, {}] });
    const none = await notifier.request(`/manage/deliveries?serviceId=${other}`);
    expect(none.body).toEqual({ deliveries: [], numberOfRecords: 0, page: 1, numberOfPages: 0 });
    const failed = await notifier.request('/manage/deliveries?status=failed&pageSize=500');
    const { deliveries } = failed.body as { deliveries: Shown[] };
    expect(new Set(deliveries.map(({ status }) => status)).size).toBeLessThanOrEqual(1);
    const faulty = await notifier.request('/manage/deliveries?status=gone&page=0');
    expect(faulty).toMatchObject({ status: 400, body: { errors: [expect.any(String), expect.any(String)] } });
    const nobodys = await notifier.request('/manage/deliveries?serviceId=nobody');
    expect(nobodys.body).toEqual(none.body);
    const byClientId = await notifier.request('/manage/deliveries?serviceId=MEALS&pageSize=2');
    expect(byClientId.body).toEqual(all.body);
  });

  test.each(['/manage/deliveries', `/manage/deliveries/${newId()}`])('%s: 403 for others', async (path) => {
    expect((await notifier.request(path, 'GET', 'public')).status).toBe(403);
    expect((await fetch(`${notifier.app.url}${path}`)).status).toBe(401);
  });

  test('404 for what is not there', async () => {
    expect((await notifier.request(`/manage/deliveries/${newId()}`)).status).toBe(404);
    expect((await notifier.request(`/manage/deliveries/${newId()}/redeliver`, 'POST')).status).toBe(404);
  });
});
