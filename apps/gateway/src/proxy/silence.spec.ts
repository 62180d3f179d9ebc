import { EventEmitter, once } from 'node:events';
import { blockedBy, type Forwarded, SilentSender, SilentService, watchSilence } from './silence.ts';

const forwarded = (complete: boolean, unsent: number, untaken: number) =>
  ({
    request: { complete },
    outgoing: { writableLength: unsent },
    response: { writableLength: untaken },
  }) as Forwarded;

test.each([
  ['the service, once it has the request', forwarded(true, 0, 0), 'service'],
  ['the service, where it takes no more of the body', forwarded(false, 1, 0), 'service'],
  ['the client, where the service has taken all that there is', forwarded(false, 0, 0), 'sender'],
  ['the client, where it does not take its answer', forwarded(true, 0, 1), 'reader'],
  ['the client, where it neither sends nor reads', forwarded(false, 0, 1), 'reader'],
])('blocked by %s', (_case, state, side) => {
  expect(blockedBy(state)).toBe(side);
});

/** A request on a connection whose timeouts the test fires. */
function waiting(complete: boolean, untaken: number) {
  const connection = Object.assign(new EventEmitter(), {
    armed: 0,
    destroyed: undefined as unknown,
    setTimeout() {
      connection.armed++;
    },
    destroy(error: unknown) {
      connection.destroyed = error;
    },
  });
  const outgoing = Object.assign(new EventEmitter(), { socket: connection, writableLength: 0 });
  connection.once('timeout', () => outgoing.emit('timeout'));
  const client = { bytesWritten: 100, writableLength: untaken };
  const response = {
    socket: client,
    writableLength: untaken,
    isCut: false,
    destroy() {
      response.isCut = true;
    },
  };
  watchSilence({ request: { complete }, outgoing, response } as unknown as Forwarded, 10);
  const fallSilent = (times = 1) => {
    for (let n = 0; n < times; n++) connection.emit('timeout');
  };
  return { connection, outgoing, client, response, fallSilent };
}

test('the error names the silent side', () => {
  const [service, sender] = [waiting(true, 0), waiting(false, 0)];
  service.fallSilent();
  sender.fallSilent();
  expect(service.connection.destroyed).toBeInstanceOf(SilentService);
  expect(sender.connection.destroyed).toBeInstanceOf(SilentSender);
});

test('a client that takes anything in between is waited for on and on', () => {
  const { client, connection, response, fallSilent } = waiting(true, 50);
  for (let n = 0; n < 10; n++) {
    fallSilent(3);
    client.bytesWritten += 1;
  }
  expect([response.isCut, connection.destroyed, connection.armed]).toEqual([false, undefined, 30]);
});

test('one that takes nothing is cut off at the fifth silence, the service not blamed', () => {
  const { connection, response, fallSilent } = waiting(true, 50);
  fallSilent(4);
  expect(response.isCut).toBe(false);
  fallSilent();
  expect([response.isCut, connection.destroyed]).toEqual([true, undefined]);
});

test('a service that falls silent after the client was slow is given up', () => {
  const { connection, response, fallSilent } = waiting(true, 50);
  fallSilent();
  response.writableLength = 0;
  fallSilent();
  expect(connection.destroyed).toBeInstanceOf(SilentService);
});

test('a connection that goes back to the others is no longer watched', async () => {
  const { connection, outgoing, fallSilent } = waiting(true, 50);
  fallSilent();
  const closed = once(outgoing, 'close');
  outgoing.emit('close');
  await closed;
  expect(connection.listenerCount('timeout')).toBe(0);
});
