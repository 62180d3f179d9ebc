/**
 * CPU of one request through the gateway (authenticated GET of a registered client) against http-proxy-middleware on
 * Express passing it through unauthenticated: paired rounds in one run, the ratio of each. Usage: node bench/gateway.ts [rounds]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backendNames, buildEvent, topics, urlVariable } from '@gatehouse/contracts';
import { openEventLog } from '@gatehouse/event-log';
import { createSealer, newId } from '@gatehouse/runtime';
import { clientToken, eventually } from '@gatehouse/testing';
import autocannon from 'autocannon';
import { percentile, printMachine } from './measure.ts';

const ROUNDS = Number(process.argv[2] ?? 9);
const REQUESTS = 8_000;
const PATH = '/users?page=1&pageSize=25';

const upstream = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end('{"users":[],"numberOfRecords":0,"page":1,"numberOfPages":0}');
});
upstream.keepAliveTimeout = 60_000;
upstream.listen(0, '127.0.0.1');
await once(upstream, 'listening');
const target = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;

const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
const masterKey = randomBytes(32).toString('base64');
const secret = randomBytes(32).toString('base64');
await registerClient();

async function registerClient(): Promise<void> {
  const log = await openEventLog({ url: 'sqlite:', dataDir, now: Date.now });
  await log.ensureTopics([topics.services]);
  const id = newId();
  const at = new Date().toISOString();
  const sealed = createSealer([masterKey]).seal(secret, `service-secret:${id}`);
  const state = {
    id,
    clientId: 'bench',
    name: 'Bench',
    status: 1 as const,
    redirectUris: [],
    params: {},
    roles: [],
    policies: [],
    secrets: [{ id: newId(), sealed, createdAt: at }],
    createdAt: at,
    updatedAt: at,
  };
  const origin = { correlationId: 'bench', actor: 'operator' };
  const { topic, key, event } = buildEvent(
    'gatehouse.access.service.v1',
    { version: 1, state },
    origin,
    Date.now(),
  );
  const publisher = await log.publisher('bench');
  await publisher.publish([{ topic, key, value: JSON.stringify(event) }]);
  await publisher.close();
  await log.close();
}

async function started(program: string, port: number, env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, program)], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH, ...env },
  });
  await eventually(() => fetch(`http://127.0.0.1:${port}/livez`), { timeoutMs: 15_000 });
  return child;
}

/** User and system time of a process so far, in seconds. */
function cpuSeconds({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function round(child: ChildProcess, port: number): Promise<number> {
  const before = cpuSeconds(child);
  const result = await autocannon({
    url: `http://127.0.0.1:${port}${PATH}`,
    connections: 16,
    amount: REQUESTS,
    headers: { authorization: `Bearer ${clientToken('bench', secret)}` },
  });
  if (result.non2xx > 0) throw new Error(`${result.non2xx} answers were not 2xx`);
  return ((cpuSeconds(child) - before) / REQUESTS) * 1_000;
}

const [gatewayPort, baselinePort] = [43_811, 43_812];
const baseline = await started('baseline-proxy.ts', baselinePort, {
  TARGET: target,
  PORT: String(baselinePort),
});
const gateway = await started('../apps/gateway/src/boot.js', gatewayPort, {
  GATEWAY_PORT: String(gatewayPort),
  DATA_DIR: dataDir,
  MASTER_KEY: masterKey,
  RATE_LIMIT_PER_MINUTE: '0',
  ...Object.fromEntries(backendNames.map((app) => [urlVariable(app), target])),
});

try {
  printMachine();
  await round(baseline, baselinePort);
  await round(gateway, gatewayPort);
  const ratios: number[] = [];
  for (let n = 0; n < ROUNDS; n++) {
    const of = await round(baseline, baselinePort);
    const ours = await round(gateway, gatewayPort);
    ratios.push(ours / of);
    console.info(
      `gateway ${ours.toFixed(3)} ms, baseline ${of.toFixed(3)} ms of CPU a request: ${(ours / of).toFixed(2)}`,
    );
  }
  console.info(
    `gateway ÷ http-proxy-middleware on Express, median of ${ROUNDS}: ${percentile(ratios, 0.5).toFixed(2)}`,
  );
} finally {
  gateway.kill();
  baseline.kill();
  upstream.close();
  upstream.closeAllConnections();
  rmSync(dataDir, { recursive: true, force: true });
}
