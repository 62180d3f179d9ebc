import {
  type DisabledWebhook,
  disabledWebhook,
  type EnabledWebhook,
  emailOf,
  enabledWebhook,
  type Message,
  removedWebhook,
  shapedBy,
  type WebhookState,
} from '@gatehouse/contracts';
import { idFrom } from '@gatehouse/runtime/ids';

/*
 * (none), removed  --put-->      enabled, disabled   a service registers an address
 * enabled          --put-->      enabled, disabled   another address, or other events; disabled by request
 * disabled         --put-->      enabled, disabled   enabled: `webhook.enabled` is to be told first
 * enabled          --disable-->  disabled            it answered 410, or failed for too long: the operator is told
 * enabled          --fail-->     enabled             an attempt failed after which none has succeeded
 * enabled          --succeed-->  enabled             an attempt succeeded
 * enabled          --pause-->    enabled             its service was disabled: nothing is sent meanwhile
 * enabled          --resume-->   enabled             its service is enabled: `webhook.enabled` is to be told first
 * enabled, disabled --remove-->  removed
 *
 * Each gives undefined where nothing changes.
 */

/** What a service registers. */
export interface WebhookDetails {
  url: string;
  events: string[];
  status: 'enabled' | 'disabled';
}

/** A webhook that was not removed. */
export type PresentWebhook = EnabledWebhook | DisabledWebhook;

/** The webhook, where there is one. */
export function presentWebhook(state: WebhookState | undefined): PresentWebhook | undefined {
  return state === undefined || state.status === 'removed' ? undefined : state;
}

/** Whether events are sent to it now. */
export function isSentTo(state: WebhookState | undefined): boolean {
  return state?.status === 'enabled' && state.pausedAt === undefined;
}

/** The webhook as a service puts it. A success is not waited for: it fails no longer. */
export function put(
  current: WebhookState | undefined,
  id: string,
  { status, ...details }: WebhookDetails,
  at: string,
): PresentWebhook {
  const before = presentWebhook(current);
  const facts = { createdAt: at, enabledAt: at, ...before, id, ...details, updatedAt: at };
  if (status === 'enabled') {
    const missedSince = before?.status === 'disabled' ? before.disabledAt : undefined;
    const again = missedSince !== undefined && {
      enabledAt: at,
      messages: [enabledAgain(id, missedSince, at)],
    };
    return shapedBy(enabledWebhook, { ...facts, ...again, status, failingSince: undefined });
  }
  const disabledAt = before?.status === 'disabled' ? before.disabledAt : at;
  const ended = { disabledReason: 'request' as const, disabledAt, messages: undefined };
  return shapedBy(disabledWebhook, { ...facts, ...ended, status, failingSince: undefined });
}

/** Whether what a service puts is there already. */
export function isSame(current: PresentWebhook, put: PresentWebhook): boolean {
  const { updatedAt: _c, ...before } = current;
  const { updatedAt: _p, ...after } = put;
  return JSON.stringify(shapedOf(before)) === JSON.stringify(shapedOf(after));
}

function shapedOf(webhook: object): [string, unknown][] {
  return Object.entries(webhook).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** It is given up: `gone` after an answer 410, `failing` after too long a time. `operator`: who is told, if anybody. */
export function disable(
  state: WebhookState,
  {
    reason,
    operator,
    serviceName,
  }: { reason: 'gone' | 'failing'; operator: string | undefined; serviceName: string },
  at: string,
): DisabledWebhook | undefined {
  if (state.status !== 'enabled') return undefined;
  const id = idFrom('webhook-disabled', state.id, at);
  const about = { id, at, serviceId: state.id, correlationId: id };
  const data = { serviceName, reason, since: state.failingSince ?? at };
  const email = (address: string) => emailOf('webhook-disabled', { ...about, recipient: { address }, data });
  return shapedBy(disabledWebhook, {
    ...{ ...state, status: 'disabled', disabledReason: reason, disabledAt: at, updatedAt: at },
    messages: operator === undefined ? undefined : [email(operator)],
  });
}

/** An attempt that began at `since` failed. */
export function fail(state: WebhookState, since: string, at: string): EnabledWebhook | undefined {
  if (state.status !== 'enabled' || state.failingSince !== undefined) return undefined;
  return { ...state, failingSince: since, updatedAt: at };
}

/** An attempt succeeded. */
export function succeed(state: WebhookState, at: string): EnabledWebhook | undefined {
  if (state.status !== 'enabled' || state.failingSince === undefined) return undefined;
  return shapedBy(enabledWebhook, { ...state, failingSince: undefined, updatedAt: at });
}

/** Its service was disabled. */
export function pause(state: WebhookState, at: string): EnabledWebhook | undefined {
  if (state.status !== 'enabled' || state.pausedAt !== undefined) return undefined;
  return shapedBy(enabledWebhook, { ...state, pausedAt: at, updatedAt: at, messages: undefined });
}

/** Its service is enabled again. */
export function resume(state: WebhookState, at: string): EnabledWebhook | undefined {
  if (state.status !== 'enabled' || state.pausedAt === undefined) return undefined;
  const messages = [enabledAgain(state.id, state.pausedAt, at)];
  return shapedBy(enabledWebhook, { ...state, pausedAt: undefined, enabledAt: at, updatedAt: at, messages });
}

/** `webhook.enabled` was delivered, or given up. */
export function enabledTold(state: WebhookState, at: string): EnabledWebhook | undefined {
  if (state.status !== 'enabled' || state.messages === undefined) return undefined;
  return shapedBy(enabledWebhook, { ...state, messages: undefined, updatedAt: at });
}

export function remove(state: WebhookState, at: string): WebhookState | undefined {
  if (state.status === 'removed') return undefined;
  return shapedBy(removedWebhook, { id: state.id, status: 'removed', removedAt: at });
}

function enabledAgain(serviceId: string, missedSince: string, at: string): Message {
  const id = idFrom('webhook-enabled', serviceId, at);
  return {
    ...{ kind: 'webhook', id, at, correlationId: id, serviceIds: [serviceId] },
    event: { type: 'webhook.enabled', timestamp: at, data: { serviceId, missedSince } },
  };
}
