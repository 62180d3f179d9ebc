import type { RunningApp } from '@gatehouse/app-process';
import { listen, type ProblemPage } from '@gatehouse/http';
import { createClosers, createHealth, createMetrics, createTicker } from '@gatehouse/runtime';
import { createApp } from './app.ts';
import type { ConsoleConfig } from './config.ts';
import type { ConsoleDependencies } from './dependencies.ts';
import { purgeEnded, sessionsCollection } from './sessions/sessions.store.ts';
import { signInAttemptsCollection } from './sign-in/sign-in-attempts.store.ts';

const HOUR_MS = 3_600_000;

/** Where the gateway is: as `GATEWAY_URL` says, else on this machine, where its certificate's name says nothing. */
function gatewayOf({ GATEWAY_URL, GATEWAY_PORT, HOST, TLS_CERT }: ConsoleConfig) {
  if (GATEWAY_URL !== undefined) return { url: GATEWAY_URL, checkCertificate: true };
  const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST === '::' ? '::1' : HOST;
  const scheme = TLS_CERT === undefined ? 'http' : 'https';
  return {
    url: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${GATEWAY_PORT}`,
    checkCertificate: false,
  };
}

/** Starts the console: what ends is deleted by the hour, and pages are loaded when the first is asked for. */
export async function start(dependencies: ConsoleDependencies): Promise<RunningApp> {
  const { config, log, store, credentials, clock, processMetrics = false } = dependencies;
  const now = () => clock.now();
  const closers = createClosers(log);
  const metrics = createMetrics('console', { processMetrics, token: config.METRICS_TOKEN });
  const health = createHealth();
  health.add('store', () => store.ping());
  const sessions = store.collection(sessionsCollection);
  const attempts = store.collection(signInAttemptsCollection);

  const purging = createTicker({
    async run() {
      await purgeEnded(sessions, now());
      await purgeEnded(attempts, now());
      return undefined;
    },
    intervalMs: HOUR_MS,
    onError: (err) => log.warn({ err }, 'sessions that ended are deleted later'),
  });
  closers.add('purging', () => purging.close());

  let problemPage: ProblemPage | undefined;
  async function pages() {
    const { openPages } = await import('./open-pages.ts');
    const opened = openPages({ ...dependencies, sessions, attempts, gateway: gatewayOf(config) });
    closers.add('gateway', () => opened.close());
    problemPage = opened.problemPage;
    return opened.routes;
  }

  try {
    const app = createApp({
      pages: config.OPERATOR_CONSOLE ? pages : undefined,
      problemPage: (problem) => problemPage?.(problem),
      ...{ credentials, health, metrics, log },
    });
    const listening = await listen(app, { host: config.HOST, port: config.CONSOLE_PORT });
    closers.add('http', () => listening.close());
    log.info({ port: listening.port }, 'console listens');
    return { url: listening.url, port: listening.port, close: () => closers.closeAll() };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}
