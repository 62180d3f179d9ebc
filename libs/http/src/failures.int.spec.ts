import { once } from 'node:events';
import { connect } from 'node:net';
import { SERVICE, servedThings, THING } from './testing/served-things.ts';

const { ask, lines, port, url } = servedThings();

describe('failures', () => {
  test('500 has the correlation id and one fixed sentence; the log shows no values', async () => {
    for (const path of ['/things/failing', '/things/broken']) {
      lines.length = 0;
      const answer = await ask('GET', path, { headers: { 'x-correlation-id': 'it-is-me:1' } });
      expect(answer.status).toBe(500);
      expect(answer.body).toMatchObject({
        correlationId: 'it-is-me:1',
        detail: 'Something went wrong on our side',
      });
      expect(JSON.stringify(answer.body)).not.toContain('anna');
      expect(lines.join('')).toContain('it-is-me:1');
      expect(lines.join('')).not.toContain('anna');
    }
  });

  test('503 with Retry-After where the store is away', async () => {
    const answer = await ask('GET', '/things/away');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
  });

  test('a correlation id that cannot be taken is replaced', async () => {
    for (const given of ['a b', 'x'.repeat(129), '{}']) {
      const answer = await ask('GET', '/things', { headers: { 'x-correlation-id': given } });
      expect(answer.headers.get('x-correlation-id')).not.toBe(given);
      expect(answer.headers.get('x-correlation-id')).toMatch(/^[A-Za-z0-9._:-]{1,128}$/);
    }
  });

  test('what is no HTTP gets a problem', async () => {
    const socket = connect(port(), '127.0.0.1');
    socket.write('NONSENSE\r\n\r\n');
    const [chunk] = await once(socket, 'data');
    expect(String(chunk)).toMatch(/^HTTP\/1.1 400 [\s\S]*application\/problem\+json/);
  });
});

describe('logs and metrics', () => {
  test('a line holds the route’s pattern, never the URL', async () => {
    lines.length = 0;
    await ask('DELETE', `/things/${THING}?email=anna@example.org`);
    const served = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'served');
    expect(served).toMatchObject({ route: '/things/:id', status: 204, method: 'DELETE', serviceId: SERVICE });
    expect(lines.join('')).not.toContain('anna');
  });

  test('health and metrics need no credential', async () => {
    for (const path of ['/livez', '/readyz', '/healthcheck'])
      expect((await fetch(url() + path)).status).toBe(200);
    expect(await (await fetch(`${url()}/metrics`)).text()).toContain('gatehouse_http_request_seconds_bucket');
  });
});
