import { createLogMetrics, lagOf, type RunningApp, readyOnceCaughtUp } from '@gatehouse/app-process';
import type { EventLog } from '@gatehouse/event-log';
import { createCredentials, listen } from '@gatehouse/http';
import { createSite, problemPages } from '@gatehouse/pages';
import {
  type Clock,
  createClosers,
  createHealth,
  createMetrics,
  createSealer,
  type Health,
  type Keys,
  type Logger,
  type Metrics,
  systemClock,
} from '@gatehouse/runtime';
import { startServiceRegistry } from '@gatehouse/service-registry';
import { startSigningKeys } from '@gatehouse/signing-keys';
import { createApp } from './app.ts';
import type { GatewayConfig } from './config.ts';
import { documentationViews } from './docs/documentation-page.ts';
import { askApps } from './health/ask-app.ts';
import { healthEndpoint } from './health/health-endpoint.ts';
import { createGatherHealth } from './health/platform-health.ts';
import { createProxies } from './proxy/proxies.ts';
import { createClientAddress } from './requests/client-address.ts';
import { createRateLimit } from './requests/rate-limit.ts';
import { createPersonVerifier } from './tokens/person-verifier.ts';
import { createSessionUses } from './tokens/session-uses.ts';
import { createTellSessionUse } from './tokens/tell-session-use.ts';
import { createTokenVerifier } from './tokens/token-verifier.ts';

/** What the gateway starts with. */
export interface GatewayDependencies {
  config: GatewayConfig;
  keys: Keys;
  log: Logger;
  eventLog: EventLog;
  clock?: Clock;
  /** The health of the whole process, where several apps share one. */
  health?: Health;
  metrics?: Metrics;
  /** The OpenAPI document as JSON text. */
  openApi?: string | undefined;
}

/** However many clients act for one person. */
const PERSONS_PER_MINUTE = 600;

/** Starts the gateway. It is ready once its replicas of services and signing keys have reached the end that the log had at this start. */
export async function start(dependencies: GatewayDependencies): Promise<RunningApp> {
  const { config, keys, log, eventLog, clock = systemClock, health = createHealth(), openApi } = dependencies;
  const metrics = dependencies.metrics ?? createMetrics('gateway');
  const closers = createClosers(log);
  const sealer = createSealer(keys.MASTER_KEY);
  const logMetrics = createLogMetrics(metrics);
  const { registry, consumer } = await startServiceRegistry({
    log: eventLog,
    logger: log,
    sealer,
    now: () => clock.now(),
    onSkipped: logMetrics.onSkipped,
  });
  closers.add('services replica', () => consumer.close());
  const signingKeys = await startSigningKeys({
    log: eventLog,
    logger: log,
    onSkipped: logMetrics.onSkipped,
  });
  closers.add('signing keys replica', () => signingKeys.consumer.close());
  let caughtUp = false;
  void Promise.all([consumer.caughtUp, signingKeys.consumer.caughtUp]).then(
    () => {
      caughtUp = true;
    },
    (err: unknown) => log.error({ err }, 'a replica stopped before it had caught up'),
  );
  const replica = { 'gateway.services': consumer, 'gateway.signing-keys': signingKeys.consumer };
  readyOnceCaughtUp(health, replica);
  logMetrics.follow(replica);

  const site = createSite({ identity: config.identity, logo: config.logo, views: [documentationViews] });
  const problemPage = problemPages(site, () => config.secureCookies);
  const draining = new AbortController();
  const credentials = createCredentials(keys.INTERNAL_KEY, clock);
  const own = createHealth();
  own.measure('lag', () => lagOf(replica));
  const gatherHealth = createGatherHealth({
    own: async () => ({ ...(await own.figures()), ready: caughtUp }),
    ask: askApps(config.urls),
    log,
  });
  const isCaughtUp = () => caughtUp;
  const verifyToken = createTokenVerifier({
    registry,
    operatorSecret: keys.OPERATOR_SECRET,
    audience: config.audience,
    clock,
    isCaughtUp,
  });
  const app = createApp({
    verifyToken,
    verifyPerson: createPersonVerifier({
      ...{ keys: signingKeys.keys, registry, verifyToken, clock, isCaughtUp },
      issuer: config.issuer,
      audience: `${config.publicUrl}/me`,
    }),
    credentials,
    proxyFor: createProxies(config.urls, registry, { log, problemPage, draining: draining.signal }),
    limitRate: createRateLimit(config.rateLimitPerMinute),
    limitPeople: createRateLimit(config.rateLimitPerMinute === 0 ? 0 : PERSONS_PER_MINUTE),
    noteSessionUse: createSessionUses({
      tell: createTellSessionUse(new URL(config.urls.signin)),
      credentialOf: (caller) => credentials.issue(caller),
      onError: (err) => log.debug({ err }, 'sign-in was not told that a session is used'),
    }),
    clientAddress: createClientAddress(config.trustedProxies, log),
    accessRules: config,
    platformHealth: healthEndpoint(gatherHealth, credentials),
    openApi,
    audience: config.audience,
    site,
    secureCookies: config.secureCookies,
    problemPage,
    clock,
    log,
    health,
    metrics,
  });
  const { host, port, tls } = config;
  const listening = await listen(app, { host, port, ...(tls && { tls }) });
  closers.add('http server', () => listening.close());
  // The last is closed first: those who wait are answered while answers are still sent.
  closers.add('polls', () => draining.abort());
  log.info({ port: listening.port, tls: tls !== undefined }, 'listening');
  return { url: listening.url, port: listening.port, close: () => closers.closeAll() };
}
