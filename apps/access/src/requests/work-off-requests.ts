import { randomUUID } from 'node:crypto';
import type { Origin } from '@gatehouse/contracts';
import { changeEntity, changeState } from '@gatehouse/entities';
import { createTicker, type Logger, type Ticker } from '@gatehouse/runtime';
import { advanceRequest } from './advance-request.ts';
import { emailFacts, withOutcomeEmail } from './outcome-email.ts';
import { endUndecided, escalate, sendAgain } from './request.ts';
import { requestKind } from './requests.store.ts';
import type { ReviewDependencies } from './review-requests.ts';

export interface WorkOffDependencies extends ReviewDependencies {
  /** After how long support may decide as well, in milliseconds. */
  escalationMs: number;
  log: Logger;
}

const RESEND_MS = 60_000;
const ALARM_MS = 600_000;
const AT_A_TIME = 100;
const INTERVAL_MS = 5_000;

const isoAt = (ms: number) => new Date(ms).toISOString();

/** Approved requests that stand still for a minute go on: the command request is sent again, under the same id. */
async function nudge(dependencies: WorkOffDependencies, origin: Origin): Promise<void> {
  const { requests, now, log } = dependencies;
  const until = isoAt(now() - RESEND_MS);
  const where = { 'state.status': 'approved', 'state.updatedAt': { lte: until } };
  for (const { _id, state } of await requests.find({ where, limit: AT_A_TIME })) {
    const chain = { ...origin, correlationId: state.correlationId };
    if (await advanceRequest(dependencies, _id, chain)) continue;
    const { commandRequest } = state;
    await changeState(requestKind(requests, now), _id, chain, (current) =>
      current.updatedAt <= until ? sendAgain(current, isoAt(now())) : undefined,
    );
    if (commandRequest !== undefined && commandRequest.firstAt <= isoAt(now() - ALARM_MS)) {
      log.error({ commandRequestId: commandRequest.id }, 'a command request has no reply');
    }
  }
}

/** What nobody decided in time is over. */
async function expire(dependencies: WorkOffDependencies, origin: Origin): Promise<void> {
  const { requests, now } = dependencies;
  const at = isoAt(now());
  const where = { 'state.status': 'waiting', 'state.expiresAt': { lte: at } };
  for (const { _id, state } of await requests.find({ where, limit: AT_A_TIME })) {
    const chain = { ...origin, correlationId: state.correlationId };
    const facts = await emailFacts(dependencies, state);
    await changeState(requestKind(requests, now), _id, chain, (current) =>
      withOutcomeEmail(endUndecided(current, 'expired', at), facts),
    );
  }
}

/** What waits too long is for support to decide as well. */
async function escalateOverdue(
  { requests, now, escalationMs }: WorkOffDependencies,
  origin: Origin,
): Promise<void> {
  const at = isoAt(now());
  const where = { overdueFrom: { lte: isoAt(now() - escalationMs) } };
  for (const { _id, state } of await requests.find({ where, limit: AT_A_TIME })) {
    const chain = { ...origin, correlationId: state.correlationId };
    await changeEntity(requestKind(requests, now), _id, chain, (current) => ({
      state: current && escalate(current, 'overdue', at),
      marks: { isOverdue: true },
      result: undefined,
    }));
  }
}

/** What time brings about. */
export async function workOffRequests(dependencies: WorkOffDependencies): Promise<void> {
  const origin: Origin = { correlationId: randomUUID(), actor: 'platform' };
  await nudge(dependencies, origin);
  await expire(dependencies, origin);
  await escalateOverdue(dependencies, origin);
}

export function startWorkOff(dependencies: WorkOffDependencies): Ticker {
  return createTicker({
    async run() {
      await workOffRequests(dependencies);
      return undefined;
    },
    intervalMs: INTERVAL_MS,
    onError: (err) => dependencies.log.warn({ err }, 'requests go on later'),
  });
}
