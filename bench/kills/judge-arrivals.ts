import { entityOfWebhookEvent, subjectOfWebhookEvent, type WebhookEvent } from '@gatehouse/contracts';
import type { ApiClient } from '@gatehouse/testing';
import { eventually } from '@gatehouse/testing';
import type { Judgement } from '../chaos/judge.ts';
import { type Arrival, type Arrivals, eventOf, WEBHOOK_PATH } from './arrivals.ts';
import type { ExpectedChange } from './expected.ts';

const PAGE_SIZE = 500;
const SETTLES_MS = 180_000;

interface ListedDelivery {
  id: string;
  kind: string;
  status: string;
}

/** Every repeat is under the id of the first, and says the same. */
export function judgeRepeats({ all }: Arrivals, judgement: Judgement): void {
  const first = new Map<string, Arrival>();
  let repeats = 0;
  for (const arrival of all) {
    const before = first.get(arrival.id);
    if (before === undefined) first.set(arrival.id, arrival);
    else if (before.path !== arrival.path || before.body !== arrival.body)
      judgement.faults.push(`another request under the id ${arrival.id}`);
    else if (arrival.path === WEBHOOK_PATH) repeats++;
  }
  judgement.counts['webhook events received'] = all.filter(({ path }) => path === WEBHOOK_PATH).length;
  judgement.counts['of these events again under the same id'] = repeats;
}

/** Of one user (organisation, invitation) nothing arrives after what is later, and no change is told under two ids. */
export function judgeEvents(arrivals: Arrivals, judgement: Judgement): void {
  const newest = new Map<string, number>();
  const ids = new Map<string, string>();
  const types = new Map<string, number>();
  for (const arrival of arrivals.at(WEBHOOK_PATH)) {
    const event = eventOf(arrival);
    types.set(event.type, (types.get(event.type) ?? 0) + 1);
    const entity = entityOfWebhookEvent(event);
    if (entity === undefined || !('version' in event.data)) continue;
    const { version } = event.data;
    const key = orderOf(event, entity);
    if (version < (newest.get(key) ?? 0))
      judgement.faults.push(`${event.type} of ${key} at ${version} came after ${newest.get(key)}`);
    newest.set(key, Math.max(version, newest.get(key) ?? 0));
    const change = `${event.type} ${entity} ${version}`;
    if ((ids.get(change) ?? arrival.id) !== arrival.id) judgement.faults.push(`${change} came under two ids`);
    ids.set(change, arrival.id);
  }
  for (const [type, count] of [...types].sort()) judgement.counts[`  ${type}`] = count;
}

/** What has versions of one count: a user with the memberships, a grant, an organisation, an invitation. */
function orderOf(event: WebhookEvent, entity: string): string {
  return /^(user|membership)\./.test(event.type) ? `user ${subjectOfWebhookEvent(event)}` : entity;
}

/** Every change is told by an event of its version or a later one. Counts those that a later event told. */
export function judgeTold(
  arrivals: Arrivals,
  expected: readonly ExpectedChange[],
  judgement: Judgement,
): void {
  const told = Map.groupBy(arrivals.at(WEBHOOK_PATH).map(eventOf), entityOfWebhookEvent);
  let later = 0;
  for (const { entity, version, member } of expected) {
    const telling = (told.get(entity) ?? []).filter((event) => tells(event, version, member));
    if (telling.length === 0)
      judgement.faults.push(`nothing told of ${entity} ${member ?? 'ended'} at ${version}`);
    else if (telling.every(({ data }) => 'version' in data && data.version > version)) later++;
  }
  judgement.counts['changes to tell'] = expected.length;
  judgement.counts['of these told by a later event'] = later;
}

function tells({ type, data }: WebhookEvent, version: number, member: string | undefined): boolean {
  if (!('version' in data) || data.version < version) return false;
  if (type.endsWith('.removed')) return true;
  if (type.startsWith('invitation.')) return type === `invitation.${member}`;
  return 'changed' in data && (data.changed as string[]).includes(member ?? '');
}

/** Once nothing is pending: all that was delivered has arrived, and nothing that was superseded or failed. */
export async function judgeDeliveries(
  operator: ApiClient,
  arrivals: Arrivals,
  judgement: Judgement,
): Promise<void> {
  await eventually(
    async () => {
      const { body } = await operator.get('/manage/deliveries?status=pending&pageSize=1');
      if (body.numberOfRecords !== 0) throw new Error(`${body.numberOfRecords} deliveries are pending`);
    },
    { timeoutMs: SETTLES_MS, intervalMs: 500 },
  ).catch((error: Error) => judgement.faults.push(error.message));
  const listed = await everyDelivery(operator);
  const arrived = new Set(arrivals.all.map(({ id }) => id));
  for (const { id, kind, status } of listed) {
    if (kind !== 'email' && (status === 'delivered') !== arrived.has(id))
      judgement.faults.push(`the ${kind} ${id} is ${status} and has ${arrived.has(id) ? '' : 'not '}arrived`);
    if (status === 'failed' || status === 'pending') judgement.faults.push(`the ${kind} ${id} is ${status}`);
  }
  const known = new Set(listed.map(({ id }) => id));
  for (const id of arrived) if (!known.has(id)) judgement.faults.push(`no delivery has the id ${id}`);
  const count = (kind: string, status: string) =>
    listed.filter((each) => each.kind === kind && each.status === status).length;
  judgement.counts['webhook events delivered'] = count('webhook', 'delivered');
  judgement.counts['webhook events that later ones superseded'] = count('webhook', 'superseded');
}

async function everyDelivery(operator: ApiClient): Promise<ListedDelivery[]> {
  const all: ListedDelivery[] = [];
  for (let page = 1; ; page++) {
    const { status, body } = await operator.get(`/manage/deliveries?page=${page}&pageSize=${PAGE_SIZE}`);
    if (status !== 200) throw new Error(`/manage/deliveries answered ${status}`);
    all.push(...body.deliveries);
    if (page >= body.numberOfPages) return all;
  }
}
