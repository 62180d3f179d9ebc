import { parseEvent } from '@gatehouse/contracts';
import { openEventLog } from '@gatehouse/event-log';
import { type ApiClient, eventually } from '@gatehouse/testing';
import { mailboxOf } from '../../apps/platform-e2e/src/testing/scene.ts';
import { READ_MODELS } from './faults.ts';
import type { LoadOptions, Truth } from './load.ts';

/** The violations, and what was counted. */
export interface Judgement {
  faults: string[];
  counts: Record<string, number>;
}

/** The log to read from its start. */
export interface LogToJudge {
  eventsUrl: string;
  /** Where an embedded log keeps its file. */
  dataDir: string;
  topics: readonly string[];
}

/** What came to a receiver. */
export interface Callbacks {
  readonly received: readonly unknown[];
  /** To one path. */
  at(path: string): readonly { headers: Readonly<Record<string, unknown>>; body: string }[];
}

const SETTLES_MS = 180_000;

/** Every acknowledged invitation led to one callback, of the right person. */
async function judgeCallbacks(truth: Truth, receiver: Callbacks, judgement: Judgement): Promise<void> {
  const missing = () => [...truth.invited.keys()].filter((path) => receiver.at(path).length === 0);
  await eventually(
    () => {
      if (missing().length > 0) throw new Error('callbacks are missing');
    },
    { timeoutMs: SETTLES_MS, intervalMs: 200 },
  ).catch(() => {});
  for (const path of missing()) judgement.faults.push(`no callback at ${path}`);
  let repeats = 0;
  for (const [path, email] of truth.invited) {
    const callbacks = receiver.at(path);
    const ids = new Set(callbacks.map(({ headers }) => headers['webhook-id']));
    if (ids.size > 1) judgement.faults.push(`${ids.size} callbacks at ${path}`);
    repeats += callbacks.length - ids.size;
    const known = truth.known.get(email);
    for (const { body } of callbacks) {
      if (known !== undefined && JSON.parse(body).sub !== known)
        judgement.faults.push(`the wrong user at ${path}`);
    }
  }
  judgement.counts['callbacks received'] = receiver.received.length;
  judgement.counts['of these again under the same id'] = repeats;
}

/** One email for each invitation of a known user, one for each who registered; a repeat has the Message-ID of the first. */
async function judgeEmails(truth: Truth, mailboxUrl: string, judgement: Judgement): Promise<void> {
  const owed = new Map<string, number>();
  for (const email of truth.invited.values()) owed.set(email, (owed.get(email) ?? 0) + 1);
  let emails = 0;
  for (const [email, expected] of owed) {
    const count = await eventually(
      async () => {
        const found = (await mailboxOf(mailboxUrl, email)).length;
        if (found < expected) throw new Error('emails are missing');
        return found;
      },
      { timeoutMs: 60_000, intervalMs: 200 },
    ).catch(async () => (await mailboxOf(mailboxUrl, email)).length);
    emails += count;
    if (count !== expected) judgement.faults.push(`${count} emails of ${expected} to ${email}`);
  }
  judgement.counts['emails received'] = emails;
}

async function allUsers(service: ApiClient): Promise<Record<string, unknown>[]> {
  const users: Record<string, unknown>[] = [];
  for (let page = 1; ; page++) {
    const { status, body } = await service.get(`/users?page=${page}&pageSize=500`);
    if (status !== 200) throw new Error(`/users answered ${status}`);
    users.push(...body.users);
    if (page >= body.numberOfPages) return users;
  }
}

/** Every rebuild that was begun ends, whatever failed meanwhile. */
async function judgeRebuilds({ operator }: LoadOptions, judgement: Judgement): Promise<void> {
  for (const name of READ_MODELS) {
    await eventually(
      async () => {
        const { status, body } = await operator.get(`/manage/read-models/${name}`);
        if (status !== 200 || body.rebuilding !== undefined) throw new Error(JSON.stringify(body));
      },
      { timeoutMs: 120_000, intervalMs: 500 },
    ).catch((error: Error) => judgement.faults.push(`the rebuild of ${name} does not end: ${error.message}`));
  }
}

/** Access shows what was acknowledged: names, grants made and removed, and the whole list of users. */
async function judgeReads(options: LoadOptions, judgement: Judgement): Promise<void> {
  const { truth, operator, service, serviceId, otherOrganisationId } = options;
  const check = async () => {
    const faults: string[] = [];
    for (const [id, name] of truth.names) {
      const { body } = await operator.get(`/manage/users/${id}`);
      if (body.given_name !== name) faults.push(`directory: ${id} is ${body.given_name}, not ${name}`);
      const path = `/services/${serviceId}/organisations/${otherOrganisationId}/users/${id}`;
      const { status } = await service.get(path);
      const expected = truth.granted.get(id) ? 200 : 404;
      if (status !== expected) faults.push(`access: grant of ${id} answered ${status}, not ${expected}`);
    }
    const listed = await allUsers(service);
    const places = listed.map(
      ({ userId, organisation }) => `${userId} ${(organisation as { id: string }).id}`,
    );
    if (new Set(places).size !== places.length) faults.push('/users lists a grant twice');
    for (const [id, name] of truth.names) {
      const mine = listed.filter(({ userId }) => userId === id);
      if (mine.length !== (truth.granted.get(id) ? 1 : 0))
        faults.push(`/users has ${mine.length} records of ${id}`);
      for (const { givenName } of mine)
        if (givenName !== name) faults.push(`/users: ${id} is ${givenName}, not ${name}`);
    }
    const emails = new Set(listed.map(({ email }) => email));
    for (const email of truth.invited.values()) if (!emails.has(email)) faults.push(`/users lacks ${email}`);
    judgement.counts['records in /users'] = listed.length;
    return faults;
  };
  const faults = await eventually(
    async () => {
      const found = await check();
      if (found.length > 0) throw Object.assign(new Error('not yet equal'), { found });
      return found;
    },
    { timeoutMs: 60_000, intervalMs: 500 },
  ).catch((error: unknown) => (error as { found?: string[] }).found ?? [String(error)]);
  judgement.faults.push(...faults);
}

/**
 * Over the whole log: a batch may be published again (its relay died before it noted that it was), but then whole and in
 * order, so an entity's versions grow again after they went back, and the last is the newest.
 */
async function judgeOrder({ eventsUrl, dataDir, topics }: LogToJudge, judgement: Judgement): Promise<void> {
  const log = await openEventLog({ url: eventsUrl, dataDir, now: Date.now });
  const versions = new Map<string, number[]>();
  let events = 0;
  const replica = await log.consume({
    topics,
    async handle(records) {
      for (const { topic, key, value } of records) {
        const event = parseEvent(JSON.parse(value));
        if (event === undefined) continue;
        events++;
        const entity = `${topic} ${key} ${event.type}`;
        versions.set(entity, [...(versions.get(entity) ?? []), event.data.version]);
      }
    },
  });
  await replica.caughtUp;
  await log.close();
  let repeats = 0;
  for (const [entity, seen] of versions) {
    repeats += seen.length - new Set(seen).size;
    const firsts = [...new Set(seen)];
    const grows = firsts.every((version, index) => index === 0 || version > (firsts[index - 1] ?? 0));
    if (!grows || seen.at(-1) !== Math.max(...seen)) {
      judgement.faults.push(`the log's order at ${entity}: ${seen.join(' ')}`);
    }
  }
  judgement.counts['events in the log'] = events;
  judgement.counts['of these published again'] = repeats;
}

/** Prints the counts and the violations; whether there are none. */
export function printJudgement(truth: Truth, judgement: Judgement): boolean {
  console.info(`requests: ${truth.requests}, refused or cut and sent again: ${truth.refused}`);
  console.info(
    `invitations acknowledged: ${truth.invited.size}; people registered: ${truth.registered.size}`,
  );
  for (const [what, count] of Object.entries(judgement.counts)) console.info(`${what}: ${count}`);
  for (const fault of judgement.faults.slice(0, 50)) console.error(`DOES NOT HOLD: ${fault}`);
  console.info(judgement.faults.length === 0 ? 'all holds' : `${judgement.faults.length} faults`);
  return judgement.faults.length === 0;
}

/** Checks everything, once the load has ended and everything runs again. */
export async function judge(options: LoadOptions & LogToJudge & { receiver: Callbacks }): Promise<Judgement> {
  const judgement: Judgement = { faults: [...options.truth.faults], counts: {} };
  await judgeCallbacks(options.truth, options.receiver, judgement);
  await judgeEmails(options.truth, options.mailboxUrl, judgement);
  await judgeRebuilds(options, judgement);
  await judgeReads(options, judgement);
  await judgeOrder(options, judgement);
  return judgement;
}
