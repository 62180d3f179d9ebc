import { isIPv6 } from 'node:net';
import { isLoopback } from './is-loopback.ts';

/** When a connection to a mail server is encrypted. */
export type SmtpTls = 'required' | 'offered' | 'never';

/** A mail server, as `smtp://` and `smtps://` name it. */
export interface SmtpTarget {
  kind: 'smtp';
  host: string;
  port: number;
  /** TLS from the first byte. */
  secure: boolean;
  /** Whether STARTTLS comes before the password and the email. */
  tls: SmtpTls;
  /** Connections at a time. */
  pool: number;
  user?: { name: string; password: string };
}

/** GOV.UK Notify, as `notify://` names it. */
export interface NotifyTarget {
  kind: 'notify';
  /** Scheme, host and port of its API. */
  origin: string;
  /** The id of the service at Notify, and the secret that signs its tokens: both stand in the API key. */
  issuer: string;
  secret: string;
  template: string;
  replyTo?: string;
}

/** Where emails go. */
export type EmailTarget = { kind: 'mailbox' } | SmtpTarget | NotifyTarget;

const TLS: readonly SmtpTls[] = ['required', 'offered', 'never'];
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const API_KEY = new RegExp(`^(?:.+-)?(${UUID})-(${UUID})$`, 'i');
const ID = /^[\w-]{1,100}$/;
const MOST_CONNECTIONS = 100;

class Faulty extends Error {}

/** What a value of `EMAIL_URL` means; or what is wrong with it, without anything secret. */
export function readEmailUrl(text: string): EmailTarget | { fault: string } {
  try {
    return targetOf(text);
  } catch (error) {
    if (error instanceof Faulty) return { fault: error.message };
    throw error;
  }
}

function targetOf(text: string): EmailTarget {
  if (text === 'mailbox:') return { kind: 'mailbox' };
  const url = URL.parse(text);
  const isKnown = url !== null && /^(?:smtps?|notify):$/.test(url.protocol);
  if (!isKnown) throw new Faulty('which is no such address');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!/^[a-z0-9._-]+$/i.test(host) && !isIPv6(host)) throw new Faulty('whose host is missing or malformed');
  if (url.port === '0') throw new Faulty('whose port is 0');
  if (!/^\/?$/.test(url.pathname) || url.hash !== '') throw new Faulty('which has a path or a fragment');
  return url.protocol === 'notify:' ? notifyTarget(url, host) : smtpTarget(url, host);
}

function smtpTarget(url: URL, host: string): SmtpTarget {
  const { pool = '5', tls } = membersOf(url, ['pool', 'tls']);
  const secure = url.protocol === 'smtps:';
  const connections = /^\d{1,3}$/.test(pool) ? Number(pool) : 0;
  if (connections < 1 || connections > MOST_CONNECTIONS)
    throw new Faulty(`whose pool is no whole number from 1 to ${MOST_CONNECTIONS}`);
  const chosen = tls === undefined ? undefined : TLS.find((each) => each === tls);
  if (chosen === undefined && tls !== undefined) throw new Faulty(`whose tls is none of ${TLS.join(', ')}`);
  if (secure && chosen !== undefined && chosen !== 'required')
    throw new Faulty(`whose tls is ${chosen}, though smtps:// always has it`);
  const [name, password] = [decoded(url.username), decoded(url.password)];
  if ((name === '') !== (password === '')) throw new Faulty('which has a user or a password alone');
  return {
    kind: 'smtp',
    host,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    tls: chosen ?? (!secure && isLoopback(host) ? 'offered' : 'required'),
    pool: connections,
    ...(name !== '' && { user: { name, password } }),
  };
}

function notifyTarget(url: URL, host: string): NotifyTarget {
  const { template = '', replyTo } = membersOf(url, ['template', 'replyTo']);
  const [, issuer, secret] = API_KEY.exec(decoded(url.username)) ?? [];
  if (issuer === undefined || secret === undefined || url.password !== '')
    throw new Faulty('whose key is not of the form name-id-secret, where id and secret are UUIDs');
  if (!ID.test(template)) throw new Faulty('whose template is missing or malformed');
  if (replyTo !== undefined && !ID.test(replyTo)) throw new Faulty('whose replyTo is malformed');
  const origin = `${isLoopback(host) ? 'http' : 'https'}://${url.host}`;
  return { kind: 'notify', origin, issuer, secret, template, ...(replyTo !== undefined && { replyTo }) };
}

/** The members of a query: each known, and there once. */
function membersOf<N extends string>(url: URL, names: readonly N[]): Partial<Record<N, string>> {
  const members: Partial<Record<N, string>> = {};
  for (const [given, value] of url.searchParams) {
    const name = names.find((each) => each === given);
    if (name === undefined) throw new Faulty('whose query has an unknown member');
    if (members[name] !== undefined) throw new Faulty(`whose query has ${name} twice`);
    members[name] = value;
  }
  return members;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Faulty('whose user or password has a % that is not part of an escape');
  }
}

/** A value to be shown: without user, password and API key, wherever a slip has put them. */
export function maskedEmailUrl(text: string): string {
  return text
    .replace(/^([a-z][a-z0-9+.-]*:(?:\/\/)?)?.*@/is, '$1***@')
    .replace(new RegExp(`[^/?#&=@]*${UUID}[^/?#&=@]*`, 'gi'), '***')
    .replace(/^(smtps?:\/\/[^/?#@:[]*:)(?!\d{1,5}(?:[/?#]|$))[^/?#@]*/i, '$1***')
    .replace(/([?&](?!(?:pool|tls|template|replyTo)=)[^=&#]*=)[^&#]*/g, '$1***');
}
