import type { UserChange } from '@gatehouse/contracts';
import { isHidden, known, type Span } from './access-model.ts';
import type { Comparing } from './compare-answers.ts';
import { type ExpectedRecord, expectedApprovers, expectedRecords } from './expected-lists.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is compared is whatever came
type Body = any;

const keyOf = ({ organisation, userId }: Body) => `${organisation.id}:${userId}`;

/** All pages of a list; throws where one is no page. */
async function walk({ read }: Comparing, client: string, path: string, pageSize: number): Promise<Body[]> {
  const found: Body[] = [];
  for (let page = 1; ; page++) {
    const query = `${path.includes('?') ? '&' : '?'}page=${page}&pageSize=${pageSize}`;
    const { status, body } = (await read(client, `${path}${query}`)) as { status: number; body: Body };
    if (status !== 200 || body.page !== page || body.users.length > pageSize) {
      throw new Error(`${path} by ${client}, page ${page}: ${status}, ${body.users?.length} records`);
    }
    found.push(...body.users);
    if (page < body.numberOfPages) continue;
    if (body.numberOfRecords !== found.length)
      throw new Error(`${path} by ${client}: ${found.length} of ${body.numberOfRecords} records`);
    return found;
  }
}

function withoutTimes({ approvedAt: _approved, updatedAt: _updated, organisation, roles, ...record }: Body) {
  const { createdAt: _created, updatedAt: _changed, ...place } = organisation;
  const shown = roles
    .map(({ code, name, status }: Body) => ({ code, name, status }))
    .toSorted((one: Body, other: Body) => (one.code < other.code ? -1 : 1));
  return { ...record, roles: shown, organisation: place };
}

const isIn = (text: string, { from, to }: Span) => Date.parse(text) >= from && Date.parse(text) <= to;

function compareRecords(
  { tally }: Comparing,
  endpoint: string,
  client: string,
  got: readonly Body[],
  expected: ReadonlyMap<string, ExpectedRecord>,
): void {
  const keys = got.map(keyOf);
  tally.check(endpoint, `${client}: which`, keys.toSorted(), [...expected.keys()].toSorted());
  for (const record of got) {
    const wanted = expected.get(keyOf(record));
    if (wanted === undefined) continue;
    tally.check(endpoint, `${client} ${keyOf(record)}`, withoutTimes(record), wanted.shown);
    const times = [isIn(record.approvedAt, wanted.approved), isIn(record.updatedAt, wanted.updated)];
    tally.check(`${endpoint}: times`, `${client} ${JSON.stringify([record, wanted])}`, times, [true, true]);
  }
}

/** `/users`, whole, by status, and by windows of time that end at times that records really have. */
export async function compareUsers(comparing: Comparing, client: string, pageSize: number): Promise<void> {
  const { model, read, tally } = comparing;
  const expected = expectedRecords(model, client);
  const all = await walk(comparing, client, '/users', pageSize);
  compareRecords(comparing, '/users', client, all, expected);

  const times: string[] = all.map(({ updatedAt }) => updatedAt).toSorted();
  const at = (share: number) => times[Math.floor((times.length - 1) * share)];
  const now = new Date().toISOString();
  const [early = now, late = now] = [at(0.25), at(0.75)];
  const window = (from: string, to: string) => (updatedAt: string) => updatedAt >= from && updatedAt <= to;
  const filters: [string, (updatedAt: string) => boolean][] = [
    ['', () => true],
    [`from=${early}&to=${late}`, window(early, late)],
    [`from=${late}`, window(late, '9')],
    [`to=${early}`, window('0', early)],
    ['from=2020-01-01&to=2020-01-02', () => false],
  ];
  for (const [filter, isWithin] of filters) {
    for (const status of [undefined, 0, 1]) {
      const query = [filter, status === undefined ? '' : `status=${status}`].filter(Boolean).join('&');
      if (query === '') continue;
      const found = await walk(comparing, client, `/users?${query}`, pageSize);
      const wanted = all.filter(
        ({ updatedAt, userStatus }) => isWithin(updatedAt) && (status ?? userStatus) === userStatus,
      );
      const endpoint = `/users?${query.replace(/=[^&]*/g, '')}`;
      const keys = (records: Body[]) =>
        records.map((record) => `${keyOf(record)} ${record.updatedAt}`).toSorted();
      tally.check(endpoint, `${client} ${query}`, keys(found), keys(wanted));
    }
  }
  const { body } = (await read(client, `/users?page=1000000&pageSize=${pageSize}`)) as { body: Body };
  tally.check('/users', `${client}: beyond the end`, [body.users, body.numberOfRecords], [[], all.length]);
}

/** What a follower of the changes of one service knows, and where it stands. */
export interface Follower {
  known: Map<string, UserChange>;
  cursor?: string;
}

/** A change of the organisation or of a role is none of the list's: what a record says of them may be old. */
function asOfGrant({ organisation, roles, ...record }: Body) {
  const names = roles.map(({ code }: Body) => ({ code, name: '', status: 1 }));
  return { ...record, roles: names, organisation: { id: organisation.id } };
}

/** Goes on from where a follower stands; what it knows is then what `/users` shows. */
export async function compareChanges(
  comparing: Comparing,
  client: string,
  follower: Follower,
): Promise<void> {
  const { read, model } = comparing;
  for (;;) {
    const query = follower.cursor === undefined ? '' : `?since=${follower.cursor}`;
    const { status, body } = (await read(client, `/users/changes${query}`)) as { status: number; body: Body };
    if (status !== 200) throw new Error(`/users/changes by ${client}: ${status}`);
    for (const change of body.changes as UserChange[]) {
      const key = `${change.organisationId}:${change.userId}`;
      if (change.type === 'removed') follower.known.delete(key);
      else follower.known.set(key, change);
    }
    follower.cursor = body.next;
    if (!body.more) break;
  }
  const held = [...follower.known.values()].map(({ record }) => record && asOfGrant(record));
  const expected = [...expectedRecords(model, client)].map(
    ([key, { shown, ...times }]) => [key, { ...times, shown: asOfGrant(shown) }] as const,
  );
  compareRecords(comparing, '/users/changes', client, held, new Map(expected));
}

/** `/users/approvers`: 403 but for those that may see it. */
export async function compareApprovers(
  comparing: Comparing,
  client: string,
  pageSize: number,
): Promise<void> {
  const { read, model, tally } = comparing;
  const endpoint = '/users/approvers';
  if (known(model.services, client).params.canViewApproverReport !== 'true') {
    const { status } = await read(client, endpoint);
    tally.check(endpoint, client, status, 403);
    return;
  }
  const expected = expectedApprovers(model, client);
  const got = await walk(comparing, client, endpoint, pageSize);
  tally.check(endpoint, `${client}: which`, got.map(keyOf).toSorted(), [...expected.keys()].toSorted());
  for (const approver of got) {
    const wanted = expected.get(keyOf(approver));
    if (wanted !== undefined) tally.check(endpoint, `${client} ${keyOf(approver)}`, approver, wanted);
  }
}

/** Every UKPRN and UPIN that an organisation of these has and shows by. */
export function identifiersOf({ model }: Comparing, organisationIds: Iterable<string>): string[] {
  const found = [...organisationIds].flatMap((id) => {
    const organisation = known(model.organisations, id);
    return isHidden(organisation) ? [] : [organisation.ukprn, organisation.upin];
  });
  return [...new Set(found.flatMap((each) => (each === undefined ? [] : String(each))))];
}
