import { once } from 'node:events';
import { connect, type LookupFunction, type Socket } from 'node:net';
import { CORRELATION_HEADER } from '@gatehouse/http';
import { lookUpName } from '@gatehouse/name-lookup';
import { createTransport } from 'nodemailer';
import pTimeout from 'p-timeout';
import { failureWords, OutOfTime } from '../delivery/failure-words.ts';
import type { CarrierResult, MailCarrier } from './mail-carrier.ts';

/** Who emails are from. */
export interface Sender {
  name: string;
  address: string;
}

export interface SmtpOptions {
  /** `smtp://…` or `smtps://…`, with user and password where the server wants them. */
  url: string;
  from: Sender;
  /** Emails in flight at a time. */
  connections: number;
  /** Default: the system's files and name servers. */
  lookup?: LookupFunction | undefined;
}

const CONNECT_MS = 5_000;
const SILENCE_MS = 10_000;
/** Limits all steps together: the lease of a delivery lasts little longer. */
const TOTAL_MS = 12_000;

const WORDS: Readonly<Record<string, string>> = {
  EENVELOPE: 'recipient refused',
  EMESSAGE: 'message refused',
  EAUTH: 'authentication refused',
  ENOAUTH: 'authentication refused',
  EOAUTH2: 'authentication refused',
  EPROTOCOL: 'answer not smtp',
  ECONNECTION: 'connection refused',
  EMAXLIMIT: 'connection reset',
};

/** Sends emails by SMTP over connections that are kept alive. A repeat has the same Message-ID, so that it can be recognised. */
export function smtpCarrier({ url, from, connections, lookup = lookUpName }: SmtpOptions): MailCarrier {
  const settings = new URL(url);
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  const secure = settings.protocol === 'smtps:';
  const host = settings.hostname.replace(/^\[|\]$/g, '');
  const port = Number(settings.port) || (secure ? 465 : 587);
  const transport = createTransport({
    pool: true,
    maxConnections: connections,
    host,
    port,
    secure,
    // nodemailer's own lookup takes threads of the process, and reads the hosts file last.
    getSocket(_options: unknown, done: (error: Error | null, given?: { connection: Socket }) => void) {
      connected({ host, port, lookup }).then((connection) => done(null, { connection }), done);
    },
    ...(settings.username === ''
      ? {}
      : {
          auth: {
            user: decodeURIComponent(settings.username),
            pass: decodeURIComponent(settings.password),
          },
        }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  return {
    async carry({ id, to, subject, text, html, correlationId }) {
      try {
        const sending = transport.sendMail({
          from,
          // As an object it is one address, whatever characters it has.
          to: { name: '', address: to },
          subject,
          text,
          html,
          messageId: `<${id.toLowerCase()}@${domain}>`,
          headers: { 'auto-submitted': 'auto-generated', [CORRELATION_HEADER]: correlationId },
        });
        const { response } = await pTimeout(sending, { milliseconds: TOTAL_MS, message: new OutOfTime() });
        const status = statusOf(response);
        return { kind: 'accepted', ...(status !== undefined && { status }) };
      } catch (error) {
        return refusal(error);
      }
    },
    close: () => transport.close(),
  };
}

async function connected(target: { host: string; port: number; lookup: LookupFunction }): Promise<Socket> {
  const socket = connect({ ...target, autoSelectFamily: true });
  const timer = setTimeout(() => socket.destroy(new OutOfTime()), CONNECT_MS);
  try {
    await once(socket, 'connect');
    return socket;
  } finally {
    clearTimeout(timer);
  }
}

function refusal(error: unknown): CarrierResult {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const words = typeof code === 'string' ? WORDS[code] : undefined;
  return {
    kind: 'unanswered',
    error: words ?? failureWords(error),
    ...(typeof responseCode === 'number' && { status: responseCode }),
  };
}

function statusOf(response: string | undefined): number | undefined {
  const code = /^([2-5]\d\d)\b/.exec(response ?? '')?.[1];
  return code === undefined ? undefined : Number(code);
}
