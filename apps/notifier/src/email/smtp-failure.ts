import { CONNECTION_RESET, failureWords } from '@gatehouse/outgoing';
import type { CarrierResult } from './mail-carrier.ts';

/** What nodemailer tells of a failure. Its message holds the server's words, and so addresses: it is never read. */
interface SmtpError {
  code?: unknown;
  /** The step that failed. */
  command?: unknown;
  responseCode?: unknown;
  originalCode?: unknown;
}

/** The steps at which a 5xx says something of this recipient or this email. */
const OF_THE_EMAIL: Readonly<Record<string, string>> = {
  'RCPT TO': 'recipient refused',
  DATA: 'message refused',
};
const GREETINGS: ReadonlySet<unknown> = new Set(['CONN', 'EHLO', 'HELO']);

const WORDS: Readonly<Record<string, string>> = {
  EENVELOPE: 'sender refused',
  EMESSAGE: 'message refused',
  EAUTH: 'authentication refused',
  ENOAUTH: 'authentication refused',
  EPROTOCOL: 'answer not smtp',
  ETLS: 'tls',
  ECONNECTION: CONNECTION_RESET,
  EMAXLIMIT: CONNECTION_RESET,
};

/**
 * A failure to hand over an email, in fixed words. A 5xx to `RCPT TO` or `DATA` is for good. Whatever else a server
 * refuses is not the recipient's: the operator or the server mends it, and the email is tried again.
 */
export function smtpFailure(error: unknown): CarrierResult {
  const { code, command, responseCode, originalCode } = error as SmtpError;
  if (typeof responseCode !== 'number') {
    const words = typeof code === 'string' && originalCode === undefined ? WORDS[code] : undefined;
    return { kind: 'unanswered', error: words ?? failureWords(error) };
  }
  const ofTheEmail = OF_THE_EMAIL[String(command)];
  const kind = ofTheEmail !== undefined && responseCode >= 500 ? 'refused' : 'unanswered';
  const words =
    ofTheEmail ?? (code !== 'ETLS' && GREETINGS.has(command) ? 'greeting refused' : WORDS[String(code)]);
  return { kind, error: words ?? failureWords(error), status: responseCode };
}
