import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { type EventLog, openEventLog } from '../index.ts';

/** No name below `.invalid` is ever resolved (RFC 6761). */
const ADVERTISED = 'kafka-0.kafka.invalid';
const API_VERSIONS = 18;
const METADATA = 3;

const int16 = (value: number) => Buffer.from(Uint16Array.of(value & 0xffff).buffer).swap16();
const int32 = (value: number) => Buffer.from(Int32Array.of(value).buffer).swap32();
const text = (value: string) => Buffer.concat([int16(value.length), Buffer.from(value)]);

/** What a broker answers that knows its version and where the one broker of its cluster is said to be, and nothing else. */
function answerTo(apiKey: number): Buffer {
  if (apiKey === API_VERSIONS) {
    const ranges = [
      [API_VERSIONS, 0, 0],
      [METADATA, 0, 1],
      // Produce and fetch, without which kafkajs is not content.
      [0, 0, 7],
      [1, 0, 11],
    ].map((range) => Buffer.concat(range.map(int16)));
    return Buffer.concat([int16(0), int32(ranges.length), ...ranges]);
  }
  const broker = Buffer.concat([int32(1), text(ADVERTISED), int32(9_092), int16(-1)]);
  return Buffer.concat([int32(1), broker, int32(1), int32(0)]);
}

function serve(socket: Socket): void {
  let received = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
      const length = 4 + received.readInt32BE(0);
      const body = answerTo(received.readInt16BE(4));
      socket.write(Buffer.concat([int32(4 + body.length), received.subarray(8, 12), body]));
      received = received.subarray(length);
    }
  });
}

let server: Server;
let log: EventLog | undefined;
beforeEach(async () => {
  server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  await log?.close();
  log = undefined;
  server.close();
});

async function open(broker: string): Promise<void> {
  log = await openEventLog({ url: `kafka://${broker}`, dataDir: '/nowhere', now: Date.now });
  await log.ensureTopics([{ name: 'some.topic.v1' }]);
}

test('a broker that is advertised under a name that nobody resolves is named', async () => {
  const { port } = server.address() as AddressInfo;
  await expect(open(`127.0.0.1:${port}`)).rejects.toMatchObject({
    name: 'EventLogError',
    retryable: true,
    message: expect.stringMatching(
      `^event log: the name of broker ${ADVERTISED}:9092 cannot be resolved \\(E[A-Z_]+\\): .*advertised.listeners`,
    ),
  });
});

test('so is one of EVENTS_URL', async () => {
  await expect(open(`${ADVERTISED}:9092`)).rejects.toMatchObject({
    retryable: true,
    message: expect.stringContaining(`broker ${ADVERTISED}:9092 cannot be resolved`),
  });
});

test('one that refuses connections is named too', async () => {
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  await expect(open(`127.0.0.1:${port}`)).rejects.toMatchObject({
    retryable: true,
    message: `event log: broker 127.0.0.1:${port} cannot be reached (ECONNREFUSED)`,
  });
});
