import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { MailboxMessage } from './scene.ts';

/** A real mail server whose messages are read as the platform's own mailbox is: `GET <url>/mailbox/messages?to=`. */
export interface SmtpMailbox {
  smtpUrl: string;
  url: string;
  close(): Promise<void>;
}

export interface SmtpMailboxOptions {
  /** The ports to listen on; free ones by default. */
  smtpPort?: number;
  port?: number;
  /** What was received before. */
  messages?: readonly MailboxMessage[];
  /** Called with each message that comes, before it is answered; one that comes again too. */
  onMessage?: (message: MailboxMessage) => void;
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The part of a multipart message that has the type; the platform's emails nest none. */
function partOf(source: string, type: string): string {
  const boundary = /boundary="?([^";\r\n]+)"?/.exec(source)?.[1] ?? '';
  const part = source.split(`--${boundary}`).find((each) => each.includes(`Content-Type: ${type}`)) ?? '';
  const [head = '', ...body] = part.replace(/^\r?\n/, '').split(/\r?\n\r?\n/);
  const encoding = /Content-Transfer-Encoding: (\S+)/i.exec(head)?.[1]?.toLowerCase() ?? '7bit';
  return decoded(body.join('\n\n'), encoding);
}

function readMessage(source: string, to: string): MailboxMessage {
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(source)?.[1]?.trim() ?? '';
  return {
    id: header('Message-ID'),
    to,
    subject: header('Subject'),
    text: partOf(source, 'text/plain'),
    html: partOf(source, 'text/html'),
    sentAt: new Date().toISOString(),
  };
}

/** Starts one on loopback. A message that comes again under its Message-ID is kept once, as mail clients show it. */
export async function smtpMailbox({
  smtpPort = 0,
  port = 0,
  messages: before = [],
  onMessage = () => {},
}: SmtpMailboxOptions = {}): Promise<SmtpMailbox> {
  const messages = new Map(before.map((message) => [message.id, message]));
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
      stream.on('end', () => {
        for (const { address } of session.envelope.rcptTo) {
          const message = readMessage(Buffer.concat(chunks).toString('utf8'), address);
          onMessage(message);
          messages.set(message.id, message);
        }
        done();
      });
    },
  });
  // A platform's process that is killed cuts its connections.
  smtp.on('error', () => {});
  smtp.listen(smtpPort, '127.0.0.1');
  await once(smtp.server, 'listening');
  const reader = createServer((request, response) => {
    const to = new URL(request.url ?? '/', 'http://mailbox').searchParams.get('to')?.toLowerCase();
    const found = [...messages.values()].filter((message) => message.to.toLowerCase() === to);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(found));
  }).listen(port, '127.0.0.1');
  await once(reader, 'listening');
  return {
    smtpUrl: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    url: `http://127.0.0.1:${(reader.address() as AddressInfo).port}`,
    async close() {
      reader.closeAllConnections();
      reader.close();
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
    },
  };
}
