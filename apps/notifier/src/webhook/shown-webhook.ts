import type { managedWebhook } from '@gatehouse/contracts';
import { notFound } from '@gatehouse/errors';
import type { z } from 'zod';
import { type PresentWebhook, presentWebhook } from './webhook.ts';
import type { Webhooks } from './webhooks.store.ts';

/** A webhook as the API shows it. */
export function shownWebhook(webhook: PresentWebhook): z.input<typeof managedWebhook> {
  const { id, url, events, status, failingSince, createdAt, updatedAt } = webhook;
  const isDisabled = webhook.status === 'disabled';
  return {
    ...{ serviceId: id, url, events, status, createdAt, updatedAt },
    disabledReason: isDisabled ? webhook.disabledReason : null,
    disabledAt: isDisabled ? webhook.disabledAt : null,
    failingSince: failingSince ?? null,
  };
}

/** The webhook of a service; 404 where it has none. */
export async function knownWebhook(webhooks: Webhooks, serviceId: string): Promise<PresentWebhook> {
  const webhook = presentWebhook((await webhooks.get(serviceId))?.state);
  if (webhook === undefined) throw noSuchWebhook();
  return webhook;
}

export function noSuchWebhook() {
  return notFound('This service has no webhook');
}
