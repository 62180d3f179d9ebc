import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, isIPv4, type Socket } from 'node:net';

/** What a name server does with a question: answers it with records, with a code of failure, or never. */
export type NameAnswer =
  /** Addresses of the type that was asked for. Names before them are aliases, each of the next. Empty: no such records. */
  readonly string[] | 'not found' | 'server failure' | 'refused' | 'silent';

export interface AskedName {
  name: string;
  type: 'A' | 'AAAA';
  /** UDP or, where an answer was cut short, TCP. */
  over: 'udp' | 'tcp';
}

export interface NameServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  readonly asked: AskedName[];
  close(): void;
}

const TYPES = { A: 1, CNAME: 5, AAAA: 28 } as const;
const CODES = { 'server failure': 2, 'not found': 3, refused: 5 } as const;
const HEADER = 12;

/** A name server (RFC 1035) on loopback. `answer` says what it knows; over UDP it may say `truncated`. */
export async function nameServer(
  answer: (asked: AskedName) => NameAnswer | 'truncated' | Promise<NameAnswer | 'truncated'>,
): Promise<NameServer> {
  const asked: AskedName[] = [];
  const connections = new Set<Socket>();
  let closed = false;

  async function answerTo(query: Buffer, over: AskedName['over']): Promise<Buffer | undefined> {
    const { name, type, end } = questionOf(query);
    const question = { name, type, over };
    asked.push(question);
    const given = await answer(question);
    if (given === 'silent') return undefined;
    const header = Buffer.from(query.subarray(0, HEADER));
    // An answer (with recursion desired and available) to one question, and nothing else.
    header.writeUInt16BE(0x8180 | (given === 'truncated' ? 0x0200 : 0), 2);
    if (typeof given === 'string' && given !== 'truncated') header[3] = 0x80 | CODES[given];
    const records = typeof given === 'string' ? [] : recordsOf(name, type, given);
    header.writeUInt16BE(records.length, 6);
    header.writeUInt16BE(0, 8);
    header.writeUInt16BE(0, 10);
    return Buffer.concat([header, query.subarray(HEADER, end), ...records]);
  }

  const udp = createSocket('udp4');
  const tcp = createServer((socket) => {
    connections.add(socket);
    socket.on('error', () => {});
    socket.on('data', async (chunk: Buffer) => {
      const reply = await answerTo(chunk.subarray(2), 'tcp');
      if (reply === undefined) return;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      socket.write(Buffer.concat([length, reply]));
    });
  });
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  udp.on('message', async (query, { port: from, address }) => {
    const reply = await answerTo(query, 'udp');
    if (reply !== undefined && !closed) udp.send(reply, from, address);
  });
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');

  return {
    address: `127.0.0.1:${port}`,
    asked,
    close() {
      closed = true;
      udp.close();
      tcp.close();
      for (const socket of connections) socket.destroy();
    },
  };
}

function questionOf(query: Buffer): { name: string; type: 'A' | 'AAAA'; end: number } {
  const labels: string[] = [];
  let at = HEADER;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = query.readUInt16BE(at + 1) === TYPES.AAAA ? 'AAAA' : 'A';
  return { name: labels.join('.').toLowerCase(), type, end: at + 5 };
}

function recordsOf(name: string, type: 'A' | 'AAAA', given: readonly string[]): Buffer[] {
  let owner = name;
  return given.map((value) => {
    const isAddress = isIPv4(value) || value.includes(':');
    const data = isAddress ? addressBytes(value) : nameBytes(value);
    const rest = Buffer.alloc(10);
    rest.writeUInt16BE(isAddress ? TYPES[type] : TYPES.CNAME, 0);
    rest.writeUInt16BE(1, 2);
    rest.writeUInt16BE(data.length, 8);
    const record = Buffer.concat([nameBytes(owner), rest, data]);
    if (!isAddress) owner = value;
    return record;
  });
}

function nameBytes(name: string): Buffer {
  const labels = name
    .split('.')
    .map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`, 'latin1'));
  return Buffer.concat([...labels, Buffer.alloc(1)]);
}

function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (text: string | undefined) => (text ? text.split(':') : []);
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array.from({ length: missing }, () => '0'), ...groups(tail)];
  return Buffer.from(
    all.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]),
  );
}
