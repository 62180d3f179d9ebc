import { serviceInPath, tappedMessages } from '@gatehouse/contracts';
import { type Route, route } from '@gatehouse/http';
import type { Sealer } from '@gatehouse/runtime';
import { type ServiceRegistry, serviceInUrl } from '@gatehouse/service-registry';
import { change } from '@gatehouse/store';
import { isAway, polled } from '../tap/listener.domain.ts';
import type { ListenerDocument, Listeners } from '../tap/listeners.store.ts';
import { lastPosition } from '../tap/tapped.store.ts';
import { openCursor, sealCursor, wasAway } from './listen-cursor.ts';
import { listenQuery } from './listen-query.ts';
import { type MessageReading, readMessages } from './read-messages.ts';
import type { Wakes } from './wakes.ts';

export interface ListenDependencies extends MessageReading {
  services: Pick<ServiceRegistry, 'byIdOrClientId' | 'secretsOf'>;
  listeners: Listeners;
  wakes: Wakes;
  sealer: Sealer;
}

/** How soon a message that another instance has made is found. */
const LOOK_AGAIN_MS = 500;

/** `GET /services/{id}/listen`: what a service is sent, as it is made, for a developer's machine. It changes no delivery. */
export function listenRoute(dependencies: ListenDependencies): Route {
  const { services, listeners, tapped, wakes, sealer, now } = dependencies;

  /** Notes the poll. 410 where messages after the cursor may not have been kept for it. */
  async function poll(
    serviceId: string,
    wanted: readonly string[],
    since?: number,
  ): Promise<ListenerDocument> {
    const head = await lastPosition(tapped, serviceId);
    const noted = await change(listeners, now, serviceId, (current) => {
      const isLost = since !== undefined && (current?.since !== since || isAway(current, now()));
      if (isLost) return { result: undefined };
      return {
        document: { _id: serviceId, ...polled(current, { wanted, head, now: now() }) },
        result: undefined,
      };
    });
    if (noted.status !== 'changed') throw wasAway();
    return noted.document;
  }

  return route({
    method: 'get',
    path: '/services/:serviceId/listen',
    access: 'client',
    operationId: 'listen',
    summary: 'Wait for what a service is sent',
    described: {
      text: 'For a developer’s machine, which no webhook reaches: `gatehouse listen` calls it. Without `after` it answers at once, and `next` is now. With it: the messages made since, at most 100, in order, each with the headers and the text of an attempt made now; where there are none it waits. While somebody polls, and for 60 seconds after, events that the webhook does not get are made for the listeners alone. It changes no delivery, and every listener gets every message.',
      params: { serviceId: serviceInPath },
      refusals: {
        gone: '`after` is older than an hour, or nobody has polled for more than 60 seconds since. Begin again without it.',
      },
    },
    faults: 'field',
    query: listenQuery,
    resolve: ({ params, caller }) => serviceInUrl(services, params.serviceId, caller),
    responses: { 200: tappedMessages },
    async handle({ query: { after, wait, events: wanted } }, service) {
      const cursor = after === undefined ? undefined : openCursor(sealer, service.id, after, now());
      const { since, position: taken } = await poll(service.id, wanted, cursor?.since);
      const nextAt = (position: number) => sealCursor(sealer, service.id, { since, position, at: now() });
      if (cursor === undefined) {
        const next = nextAt(Math.max(taken, await lastPosition(tapped, service.id)));
        return { status: 200, body: { messages: [], next } };
      }
      const end = performance.now() + wait * 1_000;
      let { position } = cursor;
      for (;;) {
        const leftMs = Math.max(end - performance.now(), 0);
        // Before it reads, so that what is made meanwhile wakes it.
        const woken = wakes.next(service.id, Math.ceil(Math.min(leftMs, LOOK_AGAIN_MS)));
        const read = await readMessages(dependencies, service, { position, wanted });
        position = read.position;
        if (read.messages.length > 0 || leftMs === 0 || wakes.isDraining) {
          // The 60 seconds count from the end of the poll.
          if (wait > 0) await poll(service.id, wanted, since);
          return { status: 200, body: { messages: read.messages, next: nextAt(position) } };
        }
        await woken;
      }
    },
  });
}
