import { once } from 'node:events';
import { connect, type LookupFunction, type Socket } from 'node:net';
import { CORRELATION_HEADER } from '@gatehouse/http';
import { lookUpName } from '@gatehouse/name-lookup';
import { OutOfTime } from '@gatehouse/outgoing';
import type { SmtpTarget } from '@gatehouse/runtime';
import { createTransport } from 'nodemailer';
import type { MailCarrier } from './mail-carrier.ts';
import { smtpFailure } from './smtp-failure.ts';

/** Who emails are from. */
export interface SmtpSender {
  name: string;
  address: string;
}

export interface SmtpOptions {
  target: SmtpTarget;
  from: SmtpSender;
  /** Default: the system's files and name servers. */
  lookup?: LookupFunction | undefined;
}

const CONNECT_MS = 5_000;
const SILENCE_MS = 10_000;
/** Limits all steps together: the lease of a delivery lasts little longer. */
const TOTAL_MS = 12_000;

/** Sends emails by SMTP over connections that are kept alive. A repeat has the same Message-ID, so that it can be recognised. */
export function smtpCarrier({ target, from, lookup = lookUpName }: SmtpOptions): MailCarrier {
  const { host, port, secure, tls, pool, user } = target;
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  const transport = createTransport({
    pool: true,
    maxConnections: pool,
    // Enough for a kept connection that the server has closed meanwhile. What fails else is tried by the schedule.
    maxRequeues: 1,
    host,
    port,
    secure,
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'never',
    // nodemailer's own lookup takes threads of the process, and reads the hosts file last.
    getSocket(_options: unknown, done: (error: Error | null, given?: { connection: Socket }) => void) {
      connected({ host, port, lookup }).then((connection) => done(null, { connection }), done);
    },
    ...(user && { auth: { user: user.name, pass: user.password } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  return {
    async carry({ id, to, subject, text, html, correlationId }) {
      // An attempt that was given up must not send after all.
      const signal = AbortSignal.timeout(TOTAL_MS);
      try {
        const { response } = await transport.sendMail({
          from,
          // As an object it is one address, whatever characters it has.
          to: { name: '', address: to },
          subject,
          text,
          html,
          messageId: `<${id.toLowerCase()}@${domain}>`,
          headers: { 'auto-submitted': 'auto-generated', [CORRELATION_HEADER]: correlationId },
          signal,
        });
        const status = statusOf(response);
        return { kind: 'accepted', ...(status !== undefined && { status }) };
      } catch (error) {
        return smtpFailure(signal.aborted ? new OutOfTime() : error);
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

function statusOf(response: string | undefined): number | undefined {
  const code = /^([2-5]\d\d)\b/.exec(response ?? '')?.[1];
  return code === undefined ? undefined : Number(code);
}
