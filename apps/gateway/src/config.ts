import { publicUrlOf } from '@gatehouse/app-process';
import { type BackendName, backendNames, portVariable, urlVariable } from '@gatehouse/contracts';
import { type Logo, readLogo } from '@gatehouse/pages';
import {
  type EnvironmentTexts,
  engineVariables,
  identityVariables,
  isLoopback,
  type Notice,
  portVariables,
  readEnvironment,
  urlVariables,
  variables,
} from '@gatehouse/runtime';
import { type PlatformIdentity, platformIdentity } from '@gatehouse/texts';
import type { MailboxRule } from './routing/access-policy.ts';
import { readTls, type TlsTexts } from './tls/tls-files.ts';

/** The settings of a gateway; keys are apart. */
export interface GatewayConfig {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** The address of each service. */
  urls: Readonly<Record<BackendName, string>>;
  tls?: TlsTexts | undefined;
  audience: string;
  /** What people's browsers and the links in emails call the platform: an origin. */
  publicUrl: string;
  /** The `iss` of people's access tokens. */
  issuer: string;
  rateLimitPerMinute: number;
  /** How many hops before the gateway may name the client's address. */
  trustedProxies: number;
  mailbox: MailboxRule;
  /** Whether the operator's console is served at `/operator`. */
  operatorConsole: boolean;
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
  const { HOST, TLS_CERT, TLS_KEY, PUBLIC_URL, OPERATOR_SECRET, MASTER_KEY, INTERNAL_KEY } = variables;
  const { AUDIENCE, RATE_LIMIT_PER_MINUTE, METRICS_TOKEN, LOG_LEVEL, GATEHOUSE_ENV, OPERATOR_CONSOLE } =
    variables;
  const { TRUSTED_PROXIES, ISSUER } = variables;
  const known = {
    ...{ HOST, TLS_CERT, TLS_KEY, PUBLIC_URL, OPERATOR_SECRET, MASTER_KEY, INTERNAL_KEY },
    ...{ AUDIENCE, RATE_LIMIT_PER_MINUTE, METRICS_TOKEN, LOG_LEVEL, GATEHOUSE_ENV, OPERATOR_CONSOLE },
    ...{
      TRUSTED_PROXIES,
      ISSUER,
      ...portVariables,
      ...urlVariables,
      ...engineVariables,
      ...identityVariables,
    },
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
  const urlOf = (name: BackendName) =>
    read[urlVariable(name)] ?? `http://127.0.0.1:${read[portVariable(name)]}`;
  const publicUrl = publicUrlOf(read);
  return {
    host: read.HOST,
    port: read.GATEWAY_PORT,
    urls: Object.fromEntries(backendNames.map((name) => [name, urlOf(name)])) as Record<BackendName, string>,
    tls: readTls(read.TLS_CERT, read.TLS_KEY),
    audience: read.AUDIENCE,
    publicUrl,
    issuer: read.ISSUER ?? publicUrl,
    rateLimitPerMinute: read.RATE_LIMIT_PER_MINUTE,
    trustedProxies: read.TRUSTED_PROXIES ?? 0,
    mailbox: mailboxRule(read),
    operatorConsole: read.OPERATOR_CONSOLE,
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
