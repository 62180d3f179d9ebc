import { type Logo, readLogo } from '@gatehouse/pages';
import {
  type EnvironmentTexts,
  isLoopback,
  type Notice,
  readEnvironment,
  variables,
} from '@gatehouse/runtime';
import { type PlatformIdentity, platformIdentity } from '@gatehouse/texts';
import type { MailboxRule } from './routing/access-policy.ts';
import type { Destination } from './routing/route-table.ts';
import { readTls, type TlsTexts } from './tls/tls-files.ts';

/** The settings of a gateway; keys are apart. */
export interface GatewayConfig {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** The address of each service. */
  urls: Readonly<Record<Destination, string>>;
  tls?: TlsTexts | undefined;
  audience: string;
  rateLimitPerMinute: number;
  mailbox: MailboxRule;
  /** Whose platform the pages show. */
  identity: PlatformIdentity;
  logo?: Logo | undefined;
  /** Whether people use https, so that cookies are kept to it. */
  secureCookies: boolean;
}

/** What a gateway in a process of its own needs besides. */
export interface GatewayProcessConfig extends GatewayConfig {
  DATA_DIR: string;
  EVENTS_URL: string;
  LOG_LEVEL: string;
  metricsToken: string | undefined;
  notices: readonly Notice[];
  distributed: boolean;
  /** As far as the environment gives them. */
  keys: {
    OPERATOR_SECRET: string | undefined;
    MASTER_KEY: readonly string[] | undefined;
    INTERNAL_KEY: readonly string[] | undefined;
  };
}

function readVariables(env: EnvironmentTexts) {
  const { GATEWAY_PORT, DIRECTORY_PORT, ACCESS_PORT, INVITATIONS_PORT, NOTIFIER_PORT } = variables;
  const { DIRECTORY_URL, ACCESS_URL, INVITATIONS_URL, NOTIFIER_URL, HOST, TLS_CERT, TLS_KEY } = variables;
  const { DATA_DIR, STORE_URL, EVENTS_URL, OPERATOR_SECRET, MASTER_KEY, INTERNAL_KEY } = variables;
  const { PUBLIC_URL, PLATFORM_NAME, PLATFORM_LOGO, SUPPORT_URL, SUPPORT_EMAIL } = variables;
  const { PRIVACY_URL, ACCESSIBILITY_URL } = variables;
  const { AUDIENCE, RATE_LIMIT_PER_MINUTE, METRICS_TOKEN, LOG_LEVEL, GATEHOUSE_ENV } = variables;
  const known = {
    ...{ GATEWAY_PORT, DIRECTORY_PORT, ACCESS_PORT, INVITATIONS_PORT, NOTIFIER_PORT },
    ...{ DIRECTORY_URL, ACCESS_URL, INVITATIONS_URL, NOTIFIER_URL, HOST, TLS_CERT, TLS_KEY },
    ...{ DATA_DIR, STORE_URL, EVENTS_URL, OPERATOR_SECRET, MASTER_KEY, INTERNAL_KEY },
    ...{
      PUBLIC_URL,
      PLATFORM_NAME,
      PLATFORM_LOGO,
      SUPPORT_URL,
      SUPPORT_EMAIL,
      PRIVACY_URL,
      ACCESSIBILITY_URL,
    },
    ...{ AUDIENCE, RATE_LIMIT_PER_MINUTE, METRICS_TOKEN, LOG_LEVEL, GATEHOUSE_ENV },
  };
  return readEnvironment(known, env);
}

/** Who may see the mailbox. In production a reverse proxy may let others reach what listens on loopback. */
export function mailboxRule({
  HOST,
  distributed,
  GATEHOUSE_ENV,
}: {
  HOST: string;
  distributed: boolean;
  GATEHOUSE_ENV: string | undefined;
}): MailboxRule {
  if (distributed) return 'none';
  return isLoopback(HOST) && GATEHOUSE_ENV === undefined ? 'open' : 'operator';
}

/** Throws ConfigurationError, with a line for each fault. */
export function readConfig(env: EnvironmentTexts): GatewayProcessConfig {
  const read = readVariables(env);
  const at = (url: string | undefined, port: number) => url ?? `http://127.0.0.1:${port}`;
  return {
    host: read.HOST,
    port: read.GATEWAY_PORT,
    urls: {
      directory: at(read.DIRECTORY_URL, read.DIRECTORY_PORT),
      access: at(read.ACCESS_URL, read.ACCESS_PORT),
      invitations: at(read.INVITATIONS_URL, read.INVITATIONS_PORT),
      notifier: at(read.NOTIFIER_URL, read.NOTIFIER_PORT),
    },
    tls: readTls(read.TLS_CERT, read.TLS_KEY),
    audience: read.AUDIENCE,
    rateLimitPerMinute: read.RATE_LIMIT_PER_MINUTE,
    mailbox: mailboxRule(read),
    identity: platformIdentity(read),
    logo: readLogo(read.PLATFORM_LOGO),
    secureCookies: read.TLS_CERT !== undefined || /^https:/i.test(read.PUBLIC_URL ?? ''),
    DATA_DIR: read.DATA_DIR,
    EVENTS_URL: read.EVENTS_URL,
    LOG_LEVEL: read.LOG_LEVEL,
    metricsToken: read.METRICS_TOKEN,
    notices: read.notices,
    distributed: read.distributed,
    keys: {
      OPERATOR_SECRET: read.OPERATOR_SECRET,
      MASTER_KEY: read.MASTER_KEY,
      INTERNAL_KEY: read.INTERNAL_KEY,
    },
  };
}
