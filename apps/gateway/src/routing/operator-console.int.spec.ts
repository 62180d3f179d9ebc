import { eventually } from '@gatehouse/testing';
import { gatewayUnderTest } from '../testing/gateway-under-test.ts';

const { ask, seen, startGateway, upstreamOf } = gatewayUnderTest();

test('the operator’s pages need no token, and learn the browser’s address and the host that it named', async () => {
  const forged = {
    'x-gatehouse-address': '203.0.113.9',
    'x-gatehouse-asked-host': 'elsewhere.example',
  };
  const answer = await ask('/operator/users?email=a@b.example', { headers: forged });
  expect(answer.status).toBe(200);
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({ service: 'console', url: '/operator/users?email=a@b.example' });
  expect(seen[0]?.headers).toMatchObject({
    'x-gatehouse-address': '127.0.0.1',
    'x-gatehouse-asked-host': expect.stringMatching(/^127\.0\.0\.1:\d+$/),
  });
});

test('no other app learns them', async () => {
  await ask('/register/a-token');
  expect(seen[0]?.service).toBe('invitations');
  expect(seen[0]?.headers).not.toHaveProperty('x-gatehouse-address');
});

test('where they are not served: 404, for everybody, and nothing is forwarded', async () => {
  const without = await startGateway({ operatorConsole: false });
  try {
    await eventually(async () => expect((await ask('/readyz', { at: without.url })).status).toBe(200));
    for (const path of ['/operator', '/operator/sign-in', '/operator/users']) {
      for (const method of ['GET', 'POST']) {
        expect((await ask(path, { at: without.url, method })).status).toBe(404);
      }
    }
    const page = await ask('/operator', { at: without.url, headers: { accept: 'text/html' } });
    expect(page.status).toBe(404);
    expect(page.text).toContain('<h1 class="govuk-heading-l">Page not found</h1>');
    expect(seen).toEqual([]);
  } finally {
    await without.close();
  }
});

test('where the console does not answer, a browser gets a page', async () => {
  upstreamOf('console').answer = (request) => request.socket.destroy();
  const page = await ask('/operator', { headers: { accept: 'text/html' } });
  expect(page.status).toBe(502);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.text).not.toContain('invitation');
});
