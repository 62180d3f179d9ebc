/**
 * How long an email with a sign-in code takes from its event to the mail server, one by one, while other emails wait for the
 * same server, which takes its time for them. Targets: 1 s on the embedded engines, 3 s on MongoDB and Kafka. Ends with 1 where one takes longer.
 * Usage: node bench/codes.ts [other emails, default 5000] [codes, default 50] [--distributed (TEST_MONGODB_URI, TEST_KAFKA_BROKERS)]
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { emailOf, messageContext } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { mailServer } from '../apps/notifier/src/testing/mail-server.ts';
import { acceptedEvent, listingEvent } from '../apps/notifier/src/testing/notifier-events.ts';
import { distributedNotifier, embeddedNotifier, type NotifierToFill } from './fairness/notifiers.ts';
import { ms, percentile, printMachine } from './measure.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { distributed: { type: 'boolean', default: false } },
});
const [OTHERS = 5_000, CODES = 50] = positionals.map(Number);
const MOST_MS = flags.distributed ? 3_000 : 1_000;
/** How long the server takes for each of the others, of which several are under way. */
const SLOW_MS = 1_000;
const LATE_MS = 30_000;
const SERVICE = newId();
const HOUR_MS = 3_600_000;

const took = new Map<string, number>();
const server = await mailServer(0, {
  onData(stream, { envelope }, done) {
    const to = envelope.rcptTo[0]?.address ?? '';
    stream.resume().on('end', () => {
      took.set(to, performance.now());
      if (isCode(to)) done();
      else setTimeout(done, SLOW_MS);
    });
  },
});
printMachine();
const notifier = await (flags.distributed ? distributedNotifier : embeddedNotifier)(server.url);
try {
  await publishOthers(notifier);
  const waits: number[] = [];
  for (let n = 0; n < CODES; n++) waits.push(await codeTakes(notifier, `code-${n}@example.org`));
  const waiting = OTHERS - [...took.keys()].filter((to) => !isCode(to)).length;
  console.info(
    `${flags.distributed ? 'MongoDB and Kafka' : 'embedded engines'}: ${CODES} codes while ${OTHERS} other emails wait (${waiting} in the end): ` +
      `p50 ${ms(percentile(waits, 0.5))}, p99 ${ms(percentile(waits, 0.99))}, longest ${ms(Math.max(...waits))} (target: at most ${ms(MOST_MS)})`,
  );
  if (Math.max(...waits) > MOST_MS || waiting < OTHERS / 2) process.exitCode = 1;
} finally {
  await notifier.close();
  await server.close();
}

function isCode(to: string): boolean {
  return to.startsWith('code-');
}

/** Resolves once they are read, and the connections for them are taken. */
async function publishOthers({ publish, pending }: NotifierToFill): Promise<void> {
  const events = Array.from(
    { length: OTHERS },
    (_, n) => acceptedEvent(SERVICE, { to: `other-${n}@example.org` }).event,
  );
  await publish(...events);
  await eventually(
    async () => {
      const waiting = await pending();
      if (waiting < OTHERS * 0.9) throw new Error(`${waiting} emails wait`);
    },
    { timeoutMs: 120_000, intervalMs: 200 },
  );
}

async function codeTakes({ publish, sealer }: NotifierToFill, address: string): Promise<number> {
  const [id, at] = [newId(), new Date()];
  const expiresAt = new Date(at.getTime() + HOUR_MS).toISOString();
  const email = emailOf('sign-in-code', {
    ...{ id, at: at.toISOString(), correlationId: id, serviceId: SERVICE, notAfter: expiresAt },
    recipient: { address },
    sealed: sealer.seal(JSON.stringify({ code: '12345678' }), messageContext(id)),
    data: { serviceName: 'School Meals', askedAt: at.toISOString(), expiresAt },
  });
  const began = performance.now();
  await publish(listingEvent(SERVICE, [email]));
  for (;;) {
    const taken = took.get(address);
    if (taken !== undefined) return taken - began;
    if (performance.now() - began > LATE_MS) return Number.POSITIVE_INFINITY;
    await delay(1);
  }
}
