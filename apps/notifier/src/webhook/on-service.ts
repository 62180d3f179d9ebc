import type { HandlerResult } from '@gatehouse/consumers';
import { type EventOf, originOf } from '@gatehouse/contracts';
import { pause, remove, resume } from './webhook.ts';
import { changeWebhook, type Webhooks } from './webhooks.store.ts';

/** A disabled service is told nothing; enabled again it is told so first. The webhook of a deleted one is removed. */
export async function onService(
  event: EventOf<'gatehouse.access.service.v1'>,
  { webhooks, now }: { webhooks: Webhooks; now: () => number },
): Promise<HandlerResult> {
  const { id, status, removedAt } = event.data.state;
  const changing = { id, origin: originOf(event), now };
  const { changed } = await changeWebhook(webhooks, changing, (state, at) => {
    if (removedAt !== undefined) return remove(state, at);
    return status === 0 ? pause(state, at) : resume(state, at);
  });
  return changed ? undefined : { ignored: 'changes no webhook' };
}
