import { setTimeout as pause } from 'node:timers/promises';
import { nextVersion, StoreError } from '@gatehouse/store';
import type { SingleMessage } from '../delivery/listed-message.domain.ts';
import { lookUpTogether } from '../delivery/look-up-together.ts';
import { isTapped, wantMissed } from './listener.domain.ts';
import type { Listeners } from './listeners.store.ts';
import { type Tapped, type TappedMessage, tappedOf } from './tapped.domain.ts';
import { lastPosition, type TappedMessages } from './tapped.store.ts';

/** Where messages are seen as they are made. While nobody listens it costs a look. */
export interface Tap {
  /** Of every delivery, as it is made or found again. */
  made(message: SingleMessage): Promise<void>;
  /** Of an event that the webhook of a service does not get. `ofWebhook`: the events that this webhook wants, where there is one. */
  missed(
    message: TappedMessage & { kind: 'webhook' },
    ofWebhook: readonly string[] | undefined,
  ): Promise<void>;
}

export interface TapDependencies {
  listeners: Listeners;
  tapped: TappedMessages;
  /** Called once a service has another message. */
  wake: (serviceId: string) => void;
  now: () => number;
}

/** How often other instances may take the next position first. */
const ATTEMPTS = 50;
const MOST_PAUSE_MS = 20;

export function createTap({ listeners, tapped, wake, now }: TapDependencies): Tap {
  const listenerOf = lookUpTogether(listeners);
  const turns = new Map<string, Promise<void>>();

  /** At the position after the last one, so that a reader who has seen a position has seen all before it. */
  async function write({ message, isMissed }: Tapped): Promise<void> {
    const { id, serviceId } = message;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) await pause(Math.random() * Math.min(attempt, MOST_PAUSE_MS));
      const [last, listener] = await Promise.all([lastPosition(tapped, serviceId), listeners.get(serviceId)]);
      const position = Math.max(last, listener?.position ?? 0) + 1;
      const at = now();
      const madeAt = new Date(at).toISOString();
      const document = {
        _id: id,
        version: nextVersion(undefined, at),
        serviceId,
        position,
        madeAt,
        message,
        isMissed,
      };
      // A conflict: it was tapped before.
      if ((await tapped.write({ document, events: [] })).status !== 'duplicate') return wake(serviceId);
    }
    throw new StoreError(`${tapped.name}: lost ${ATTEMPTS} races for a position`, { retryable: true });
  }

  /** One after the other, as they would otherwise contend for positions. */
  async function writeInTurn(made: Tapped): Promise<void> {
    const { serviceId } = made.message;
    const before = turns.get(serviceId) ?? Promise.resolve();
    const turn = before.catch(() => {}).then(() => write(made));
    turns.set(serviceId, turn);
    try {
      await turn;
    } finally {
      if (turns.get(serviceId) === turn) turns.delete(serviceId);
    }
  }

  return {
    async made(given) {
      const message = tappedOf(given);
      if (message === undefined) return;
      if (isTapped(await listenerOf(message.serviceId), now()))
        await writeInTurn({ message, isMissed: false });
    },
    async missed(message, ofWebhook) {
      const listener = await listenerOf(message.serviceId);
      if (listener === undefined || !isTapped(listener, now())) return;
      if (wantMissed(listener, message.event.type, ofWebhook)) await writeInTurn({ message, isMissed: true });
    },
  };
}
