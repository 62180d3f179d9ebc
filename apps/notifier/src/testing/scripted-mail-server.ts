import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';

/** The steps of handing over one email, each with the reply that a server gives to it. */
export type SmtpStep =
  | 'greeting'
  | 'EHLO'
  | 'HELO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'end'
  | 'RSET';
/** A reply's lines, or `cut`: the connection is reset instead; or `silent`. */
export type SmtpScript = Partial<Record<SmtpStep, string>>;

export interface ScriptedMailServer {
  port: number;
  /** What came in the clear, and what came over TLS. */
  plain: string[];
  encrypted: string[];
  /** Connections that were opened. */
  connections(): number;
  /** Ends all of them. */
  cutAll(): void;
  close(): void;
}

const USUAL: Record<SmtpStep, string> = {
  greeting: '220 ready',
  EHLO: '250 mail.example.org',
  HELO: '250 mail.example.org',
  STARTTLS: '220 go ahead',
  AUTH: '235 welcome',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  end: '250 taken',
  RSET: '250 ok',
};

/** A mail server on loopback that says at each step what a test has it say. With `tls` it can be talked to by STARTTLS. */
export async function scriptedMailServer(
  script: SmtpScript,
  { tls, secure = false }: { tls?: { key: Buffer; cert: Buffer } | undefined; secure?: boolean } = {},
): Promise<ScriptedMailServer> {
  const [plain, encrypted, sockets]: [string[], string[], Set<Socket>] = [[], [], new Set()];
  let connections = 0;

  function converse(socket: Socket, heard: string[], raw: Socket): void {
    let [buffered, inData] = ['', false];
    function reply(step: SmtpStep): void {
      const text = script[step] ?? USUAL[step];
      if (text === 'cut') raw.resetAndDestroy();
      else if (text !== 'silent') socket.write(`${text.replaceAll('\n', '\r\n')}\r\n`);
      if (step === 'STARTTLS' && text.startsWith('220')) upgrade(raw);
      if (step === 'DATA') inData = text.startsWith('354');
    }
    function onLine(line: string): void {
      heard.push(line);
      if (inData && line !== '.') return;
      if (inData) {
        inData = false;
        reply('end');
        return;
      }
      const verb = line.split(' ', 1)[0]?.toUpperCase() ?? '';
      if (verb in USUAL) reply(verb as SmtpStep);
      else socket.write('500 what?\r\n');
    }
    function onData(chunk: Buffer): void {
      buffered += chunk.toString('latin1');
      for (let end = buffered.indexOf('\r\n'); end >= 0; end = buffered.indexOf('\r\n')) {
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + 2);
        onLine(line);
      }
    }
    function upgrade(inner: Socket): void {
      socket.off('data', onData);
      // Without a certificate it goes on in the clear.
      if (tls === undefined) socket.on('data', () => socket.write('500 what?\r\n'));
      else converse(secured(inner), encrypted, inner);
    }
    socket.on('data', onData);
    socket.on('error', () => {});
    if (heard === plain || secure) reply('greeting');
  }

  function secured(raw: Socket): Socket {
    return new TLSSocket(raw, { isServer: true, secureContext: createSecureContext(tls) });
  }

  function cutAll(): void {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  }

  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => {});
    if (secure) converse(secured(socket), encrypted, socket);
    else converse(socket, plain, socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    ...{ plain, encrypted },
    connections: () => connections,
    cutAll,
    close() {
      cutAll();
      server.close();
    },
  };
}
