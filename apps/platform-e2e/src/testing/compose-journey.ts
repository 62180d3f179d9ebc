/**
 * Invites people on a running platform, whose containers may be crashed meanwhile, until SIGTERM, 20 at least. Fails where one of them
 * is not called back. Environment: GATEHOUSE_URL, MAILPIT_URL, CLIENT_ID, API_SECRET, RECEIVER_PORT. The platform calls
 * back to host.docker.internal.
 */
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { createClient, verifyCallback } from '@gatehouse/client';
import { eventually } from '@gatehouse/testing';
import { acceptByPage, linkAndCode, newId } from './scene.ts';

const { GATEHOUSE_URL, MAILPIT_URL, CLIENT_ID, API_SECRET, RECEIVER_PORT } = process.env;
const clientId = CLIENT_ID ?? '';
const apiSecret = API_SECRET ?? '';
const port = Number(RECEIVER_PORT);
const AT_LEAST = 20;
const PATIENT = { timeoutMs: 180_000, intervalMs: 200 };

const client = createClient({ url: GATEHOUSE_URL ?? '', clientId, apiSecret });
/** Source id → the delivery ids under which callbacks came. */
const calledBack = new Map<string | number, Set<string>>();
let callbacks = 0;

const receiver = createServer(async (request, response) => {
  try {
    const body = await buffer(request);
    const callback = verifyCallback({ headers: request.headers, body, secrets: [apiSecret] });
    const deliveries = calledBack.get(callback.sourceId) ?? new Set();
    calledBack.set(callback.sourceId, deliveries.add(callback.deliveryId));
    callbacks++;
    response.writeHead(204).end();
  } catch (error) {
    process.stderr.write(`refused a callback: ${error}\n`);
    response.writeHead(401).end();
  }
});
receiver.listen(port);

interface Found {
  messages: { ID: string; Subject: string }[];
}

/** The text of the newest email to an address. */
async function emailTo(address: string): Promise<{ text: string }> {
  const query = new URLSearchParams({ query: `to:${address}` });
  const found = (await (await fetch(`${MAILPIT_URL}/api/v1/search?${query}`)).json()) as Found;
  const [first] = found.messages;
  if (first === undefined) throw new Error(`no email to ${address}`);
  const message = await (await fetch(`${MAILPIT_URL}/api/v1/message/${first.ID}`)).json();
  return { text: (message as { Text: string }).Text };
}

/** Takes one person from the invitation to the callback, repeating each step until it is answered. */
async function journey(): Promise<void> {
  const sourceId = newId();
  const email = `${sourceId.toLowerCase()}@school.example`;
  const callback = `http://host.docker.internal:${port}/callback`;
  const invitation = { sourceId, given_name: 'Given', family_name: 'Family', email, callback };
  await eventually(() => client.invite(invitation, { idempotencyKey: sourceId }), PATIENT);
  const { link, code } = linkAndCode(await eventually(() => emailTo(email), PATIENT));
  await eventually(async () => {
    const { status } = await acceptByPage(link, code);
    // 410: it was accepted before, and the answer was lost.
    if (status !== 303 && status !== 410) throw new Error(`the form was answered ${status}`);
  }, PATIENT);
  await eventually(() => {
    if (!calledBack.has(sourceId)) throw new Error(`no callback for ${sourceId}`);
  }, PATIENT);
}

try {
  const started = performance.now();
  let isEnding = false;
  process.once('SIGTERM', () => {
    isEnding = true;
  });
  let invited = 0;
  const work = async () => {
    while (!isEnding || invited < AT_LEAST) {
      invited++;
      await journey();
    }
  };
  await Promise.all([work(), work()]);
  const doubled = [...calledBack.values()].filter((deliveries) => deliveries.size > 1).length;
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  process.stdout.write(
    `${invited} people invited and called back in ${seconds} s, ${callbacks - calledBack.size} callbacks repeated\n`,
  );
  if (doubled > 0) throw new Error(`${doubled} callbacks came under two ids`);
} finally {
  receiver.closeAllConnections();
  receiver.close();
}
