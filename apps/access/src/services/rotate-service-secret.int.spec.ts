import { newId } from '@gatehouse/runtime';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { createMaking } from '../testing/making.ts';
import { servicesCollection } from './services.store.ts';

let access: AccessUnderTest;
const make = createMaking(() => access);
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

describe('secrets', () => {
  const stateOf = async (id: string) => {
    const document = await access.store.collection(servicesCollection).get(id);
    if (document === undefined) throw new Error('no such service');
    return document.state;
  };

  test('a rotation shows a new secret; the old one verifies until the overlap ends', async () => {
    const { id, secret } = await make.service();
    const before = Date.now();
    const { status, body } = await access.operator('POST', `/manage/services/${id}/secret`, {
      overlapSeconds: 60,
    });
    expect(status).toBe(200);
    expect(body).toEqual({ apiSecret: expect.any(String) });
    const { secrets } = await stateOf(id);
    const opened = secrets.map(({ sealed }) => access.sealer.open(sealed, `service-secret:${id}`));
    expect(opened).toEqual([body.apiSecret, secret]);
    expect(secrets[0]?.expiresAt).toBeUndefined();
    const end = Date.parse(secrets[1]?.expiresAt ?? '');
    expect(end).toBeGreaterThanOrEqual(before + 60_000);
    expect(end).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  test('without overlap the one replaced goes at once; the default is a day, which a later rotation leaves alone', async () => {
    const { id } = await make.service();
    expect((await access.operator('POST', `/manage/services/${id}/secret`)).status).toBe(200);
    const [replaced, old] = (await stateOf(id)).secrets;
    expect(Date.parse(old?.expiresAt ?? '') - Date.now()).toBeGreaterThan(86_000_000);
    await access.operator('POST', `/manage/services/${id}/secret`, { overlapSeconds: 0 });
    const { secrets } = await stateOf(id);
    expect(secrets).toEqual([expect.anything(), old]);
    expect(secrets).not.toContainEqual(replaced);
  });

  test.each([[-1], [604_801], [1.5], ['60'], [null]])(
    'an overlap of %p is refused',
    async (overlapSeconds) => {
      const { id } = await make.service();
      const { status, body } = await access.operator('POST', `/manage/services/${id}/secret`, {
        overlapSeconds,
      });
      expect(status).toBe(400);
      expect(body.errors[0]).toMatch(/^overlapSeconds: /);
      expect((await stateOf(id)).secrets).toHaveLength(1);
    },
  );

  test('404 for a service that is not there', async () => {
    expect((await access.operator('POST', `/manage/services/${newId()}/secret`)).status).toBe(404);
  });
});
