import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type ApiAnswer, type ApiClient, timeScale } from '@gatehouse/testing';
import { acceptByPage, linkAndCode, mailboxOf } from '../../apps/platform-e2e/src/testing/scene.ts';

/** Acknowledged writes, which must hold at the end. */
export interface Truth {
  /** Callback path → the email of who was invited. */
  invited: Map<string, string>;
  /** Email → id of the users there were before. */
  known: Map<string, string>;
  /** Emails of people who registered by link and code. */
  registered: Set<string>;
  /** User → the given name last acknowledged. */
  names: Map<string, string>;
  /** User → whether the grant in the organisation of their own is there. */
  granted: Map<string, boolean>;
  requests: number;
  refused: number;
  /** Answers that are faults in any case. */
  faults: string[];
}

export function nothingYet(): Truth {
  return {
    invited: new Map(),
    known: new Map(),
    registered: new Set(),
    names: new Map(),
    granted: new Map(),
    requests: 0,
    refused: 0,
    faults: [],
  };
}

export interface LoadOptions {
  operator: ApiClient;
  service: ApiClient;
  serviceId: string;
  /** The redirect URI of invitations. */
  organisationId: string;
  /** Where grants are given and taken. */
  otherOrganisationId: string;
  receiverUrl: string;
  mailboxUrl: string;
  truth: Truth;
  /** Whether to go on. */
  running: () => boolean;
  /** Resolves once more may be invited: what is acknowledged faster than it is worked off is late, and says nothing. */
  room?: () => Promise<void>;
}

/** What is late during faults is not lost: the time limit begins when they have ended. */
const GIVE_UP_MS = 180_000;
/** Between two requests of a worker. */
export const PAUSE_MS = 40;

async function retryUntilOpen<T>(
  { running }: Pick<LoadOptions, 'running'>,
  attempt: () => Promise<T>,
  intervalMs: number,
): Promise<T> {
  let giveUpAt = Number.POSITIVE_INFINITY;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() >= giveUpAt) throw error;
      if (!running()) giveUpAt = Math.min(giveUpAt, performance.now() + GIVE_UP_MS * timeScale());
    }
    await delay(intervalMs);
  }
}

/** Repeats a request that may be repeated until it is answered as wanted. */
export async function insist(
  options: LoadOptions,
  request: () => Promise<ApiAnswer>,
  wanted: number[],
): Promise<ApiAnswer> {
  const { truth } = options;
  return retryUntilOpen(
    options,
    async () => {
      truth.requests++;
      const answer = await request().catch((error: unknown) => {
        truth.refused++;
        throw error;
      });
      if (!wanted.includes(answer.status)) {
        truth.refused++;
        // A projection may lag behind the write: a refusal is a fault only if it lasts.
        if (![404, 502, 503, 504].includes(answer.status))
          truth.faults.push(`answered ${answer.status} ${answer.text}`);
        throw new Error(`answered ${answer.status}`);
      }
      return answer;
    },
    200,
  );
}

export async function invite(options: LoadOptions, email: string, path: string): Promise<string> {
  const { service, serviceId, organisationId, receiverUrl, truth } = options;
  const names = { given_name: 'Ann', family_name: 'Lee' };
  const callback = `${receiverUrl}${path}`;
  const body = { sourceId: path, ...names, email, organisation: organisationId, callback };
  const key = { 'idempotency-key': path };
  const invited = () => service.post(`/services/${serviceId}/invitations`, body, key);
  const { body: answer } = await insist(options, invited, [202]);
  truth.invited.set(path, email);
  return answer.invitationId;
}

/** Invites users that there are. */
async function inviteKnown(options: LoadOptions, worker: number): Promise<void> {
  const emails = [...options.truth.known.keys()];
  for (let i = 0; options.running(); i++) {
    await options.room?.();
    const email = emails[(worker * 7 + i) % emails.length] ?? '';
    await invite(options, email, `/known-${worker}-${i}`);
    await delay(PAUSE_MS);
  }
}

/** Invites people who then register by the email's link and code. */
async function inviteNew(options: LoadOptions, worker: number): Promise<void> {
  for (let i = 0; options.running(); i++) {
    const email = `new-${worker}-${i}-${randomUUID().slice(0, 8)}@example.org`;
    await invite(options, email, `/new-${worker}-${i}`);
    const { link, code } = await retryUntilOpen(
      options,
      async () => {
        const [message] = await mailboxOf(options.mailboxUrl, email);
        if (message === undefined) throw new Error('no email yet');
        return linkAndCode(message);
      },
      100,
    );
    await retryUntilOpen(
      options,
      async () => {
        const { status } = await acceptByPage(link, code);
        // A lost answer's retry finds the link used.
        if (status !== 303 && status !== 410) throw new Error(`the page answered ${status}`);
      },
      200,
    );
    options.truth.registered.add(email);
  }
}

/** Changes names and grants of a user of its own, so that the last acknowledged state is known. */
async function change(options: LoadOptions, worker: number): Promise<void> {
  const { operator, serviceId, otherOrganisationId, truth } = options;
  const email = `changing-${worker}@example.org`;
  const id = randomUUID().toUpperCase();
  const user = `/manage/users/${id}`;
  const named = (given_name: string) => ({ email, given_name, family_name: 'Lee' });
  await insist(options, () => operator.put(user, named('first')), [200, 201]);
  const membership = `${user}/organisations/${otherOrganisationId}`;
  await insist(options, () => operator.put(membership, { roleId: 0 }), [200, 201]);
  const grant = `${membership}/services/${serviceId}`;
  for (let i = 0; i === 0 || options.running(); i++) {
    const name = `name-${i}`;
    await insist(options, () => operator.put(user, named(name)), [200]);
    truth.names.set(id, name);
    const give = i % 3 !== 2;
    if (give) await insist(options, () => operator.put(grant, { roles: ['READER'] }), [200, 201]);
    else await insist(options, () => operator.delete(grant), [204, 404]);
    truth.granted.set(id, give);
    await delay(PAUSE_MS);
  }
}

/** Runs all of the load at once, until it is stopped. */
export async function load(options: LoadOptions): Promise<void> {
  await Promise.all([
    ...[0, 1, 2].map((worker) => inviteKnown(options, worker)),
    ...[0, 1].map((worker) => inviteNew(options, worker)),
    ...[0, 1].map((worker) => change(options, worker)),
  ]);
}
