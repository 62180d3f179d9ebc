import { clientToken, eventually } from '@gatehouse/testing';
import jwt from 'jsonwebtoken';
import { makeScene } from '../testing/scene.ts';
import { AUDIENCE, bearer, inSeconds, rolesOf, tokenPlatform } from '../testing/token-platform.ts';

const { ask, expectRefused, expectSecrecy, platform } = tokenPlatform();

describe('what the platform knows of a client', () => {
  test('a rotated secret: the new one at once, the old one until its overlap ends', async () => {
    const rotated = await makeScene(platform().url, platform().operator);
    const answerWith = (secret: string) =>
      ask(bearer(clientToken(rotated.clientId, secret)), rolesOf(rotated.serviceId));
    const rotate = async (overlapSeconds: number) => {
      const path = `/manage/services/${rotated.serviceId}/secret`;
      return (await platform().operator.post(path, { overlapSeconds })).body.apiSecret;
    };
    const second = await rotate(600);
    for (const secret of [rotated.apiSecret, second]) expect((await answerWith(secret)).status).toBe(200);
    const third = await rotate(2);
    for (const secret of [rotated.apiSecret, second, third])
      expect((await answerWith(secret)).status).toBe(200);
    await eventually(async () => expect((await answerWith(second)).status).toBe(401));
    for (const secret of [rotated.apiSecret, third]) expect((await answerWith(secret)).status).toBe(200);
    const fourth = await rotate(0);
    expect((await answerWith(third)).status).toBe(401);
    for (const secret of [rotated.apiSecret, fourth]) expect((await answerWith(secret)).status).toBe(200);
  });

  test('disabled, renamed, and asked to send an exp: within a second, without a restart', async () => {
    const changed = await makeScene(platform().url, platform().operator);
    const { clientId, serviceId, apiSecret } = changed;
    const put = (more: Record<string, unknown>) =>
      platform().operator.put(`/manage/services/${serviceId}`, {
        clientId,
        name: 'Changed',
        redirectUris: [],
        ...more,
      });
    const messageTo = async (iss: string, more: Record<string, unknown> = {}) => {
      const answer = await ask(bearer(clientToken(iss, apiSecret, more)), rolesOf(serviceId));
      return answer.status === 200 ? 'taken' : JSON.parse(answer.body).message;
    };
    expect(await messageTo(clientId)).toBe('taken');
    await put({ status: 0 });
    expect(await messageTo(clientId)).toBe('Client is disabled');
    await put({ params: { requireTokenExpiry: 'true' } });
    expect(await messageTo(clientId)).toMatch(/exp/);
    expect(await messageTo(clientId, { exp: inSeconds(60) })).toBe('taken');
    await put({ clientId: `${clientId}-new` });
    expect(await messageTo(clientId)).toBe('Unknown issuer');
    expect(await messageTo(`${clientId}-new`)).toBe('taken');
  });
});

test('the operator on public paths: for the service named in the URL, else 403', async () => {
  const operator = bearer(clientToken('operator', platform().operatorSecret));
  expect((await ask(operator)).status).toBe(200);
  for (const target of ['/users', '/users/approvers', '/users/changes', '/organisations/12345678/users']) {
    expect((await ask(operator, target)).status).toBe(403);
  }
  const signedByLibrary = jwt.sign({ aud: AUDIENCE }, platform().operatorSecret, { issuer: 'Operator' });
  await expectRefused(bearer(signedByLibrary), 'Unknown issuer');
});

test('nothing of any token or secret was written', () => expectSecrecy());
