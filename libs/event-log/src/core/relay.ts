import { randomUUID } from 'node:crypto';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Lease, Outbox, OutboxEntry } from '@gatehouse/store';
import pTimeout from 'p-timeout';
import type { OpenDeadLetter } from '../dead-letters/dead-letter.ts';
import {
  deadLetterRecord,
  deadLettersOfTooLarge,
  deadLetterTopicOf,
} from '../dead-letters/too-large-records.ts';
import {
  type EventLog,
  EventLogError,
  type OutgoingRecord,
  type Publisher,
  RecordsTooLarge,
} from '../port.ts';
import { backoffMs } from './backoff.ts';
import { OutboxWatch } from './outbox-watch.ts';
import { MAX_PUBLISH_BYTES } from './publish-size.ts';
import { backlogOf, type RelayBacklog } from './relay-backlog.ts';
import { relayBatches } from './relay-batches.ts';

const READ_LIMIT = 100;
const BACKOFF_BASE_MS = 50;
const BACKOFF_MAX_MS = 2_000;
const IDLE_POLL_MS = 10;
/** A read that found less text left nothing: no document is larger than half of what a read takes. */
const MAYBE_MORE_CHARACTERS = MAX_PUBLISH_BYTES / 8;
/** Where several documents' events came at once, more are expected: together they cost less. */
const GATHER_MS = 20;
/** Acquired for so long, a lease is free again at once: that it could be acquired is the answer. */
const NO_MS = 1;

export interface RelayOptions {
  store: { readonly outbox: Outbox; lease(name: string): Lease };
  log: EventLog;
  /** One per store: names the lease, and the publisher that a successor fences. */
  name: string;
  now: () => number;
  /** How long a dead holder keeps others from taking over. Default 10 s, which is also Kafka's transaction timeout. */
  leaseTtlMs?: number;
  /** How long `close` may go on publishing. Default 5 s. */
  closeWithinMs?: number;
  onBacklog?: (backlog: RelayBacklog) => void;
  /** Each event that is too large for its topic. */
  onDeadLetter?: (deadLetter: OpenDeadLetter) => void;
  /** Each failure; the relay begins again after a pause. */
  onError?: (error: unknown) => void;
}

export interface Relay {
  /** Resolves once nothing waits to be published; rejects when the relay is closed before. */
  idle(): Promise<void>;
  /** Publishes what waits, for a bounded time, and gives the lease up. */
  close(): Promise<void>;
}

/** The lease that the relay of a name needs: while another holds it, the store's events stay in their outbox. */
export function relayLease(store: RelayOptions['store'], name: string): Lease {
  return store.lease(`relay.${name}`);
}

function isMaybeMore(entries: readonly OutboxEntry[]): boolean {
  const characters = entries
    .flatMap(({ events }) => events)
    .reduce((sum, { value }) => sum + value.length, 0);
  return entries.length === READ_LIMIT || characters >= MAYBE_MORE_CHARACTERS;
}

/**
 * Publishes a store's events, in the order of each document's versions, and marks them published once the log has them.
 * What was published and not marked is published again. Of all relays of one name one is active.
 *
 * The states of a relay:
 *
 * - `standby`: another holds the lease. It tries to acquire it every second, and then opens a publisher. Meanwhile it holds
 *   the lease of those who wait, so that the active one looks often for what this process writes.
 * - `opening`: the publisher fences its predecessor. With the lease still held it becomes `active`, else `standby`.
 * - `active`: it reads the outbox, publishes and marks, and renews the lease. Without the lease it goes to `standby`. Any
 *   failure drops the publisher and all that was read; after a pause it begins at `standby`.
 * - `closing`: as `active` until the outbox is empty or the time is over. It then releases the lease.
 */
export function startRelay(options: RelayOptions): Relay {
  const relay = new StoreRelay(options);
  return { idle: () => relay.idle(), close: () => relay.close() };
}

class StoreRelay {
  readonly #options: RelayOptions;
  readonly #lease: Lease;
  /** Held by one of those who wait for the other, so that its holder knows of them. */
  readonly #standby: Lease;
  readonly #holder = randomUUID();
  readonly #ttlMs: number;
  readonly #watch = new OutboxWatch();
  readonly #pauses = new AbortController();
  readonly #stopListening: () => void;
  readonly #ended: Promise<void>;
  #renewedAt = 0;
  #closing = false;
  #stopped = false;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#ttlMs = options.leaseTtlMs ?? 10_000;
    this.#lease = relayLease(options.store, options.name);
    this.#standby = options.store.lease(`relay.${options.name}.standby`);
    this.#stopListening = options.store.outbox.onWrite((collection) => this.#watch.wrote(collection));
    this.#ended = this.#run();
  }

  async idle(): Promise<void> {
    while ((await this.#options.store.outbox.read(1)).length > 0) {
      if (this.#stopped) throw new EventLogError('relay: closed with events waiting', { retryable: false });
      await delay(IDLE_POLL_MS);
    }
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#pauses.abort();
    this.#watch.lookAtAll();
    const { closeWithinMs = 5_000 } = this.#options;
    await pTimeout(this.#ended, { milliseconds: closeWithinMs, message: false });
    this.#stopped = true;
    this.#stopListening();
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#closing) {
      let publisher: Publisher | undefined;
      try {
        if (await this.#acquireLease()) {
          // Opening it fences the earlier holder. If we still have the lease then, nobody else reads the store.
          publisher = await this.#options.log.publisher(this.#options.name);
          if (await this.#acquireLease()) {
            await this.#work(publisher, () => {
              failures = 0;
            });
          }
        } else {
          await this.#standby.acquire(this.#holder, this.#ttlMs);
          await this.#pause(Math.min(1_000, this.#ttlMs / 10));
        }
      } catch (error) {
        if (this.#stopped) return;
        this.#options.onError?.(error);
        failures++;
        await this.#pause(backoffMs(failures, BACKOFF_BASE_MS, BACKOFF_MAX_MS));
      } finally {
        await publisher?.close().catch(() => {});
      }
    }
    if (this.#stopped) return;
    await Promise.all(
      [this.#lease, this.#standby].map((lease) => lease.release(this.#holder).catch(() => {})),
    );
  }

  /** Publishes until the lease is lost, or the relay closes and nothing is left. */
  async #work(publisher: Publisher, succeeded: () => void): Promise<void> {
    const { outbox } = this.#options.store;
    this.#watch.lookAtAll();
    while (!this.#stopped) {
      if (performance.now() - this.#renewedAt > this.#ttlMs / 3) {
        if (!(await this.#acquireLease())) return;
        this.#watch.setAlone(await this.#standby.acquire(this.#holder, NO_MS));
      }
      const looked = this.#watch.next();
      const entries = looked?.size === 0 ? [] : await outbox.read(READ_LIMIT, looked);
      this.#options.onBacklog?.(backlogOf(entries, this.#options.now()));
      if (entries.length === 0) {
        if (this.#closing && looked === undefined) return;
        if (this.#closing) this.#watch.lookAtAll();
        await this.#watch.wait(this.#ttlMs / 3);
        continue;
      }
      const isMore = isMaybeMore(entries);
      this.#watch.found(
        entries.map(({ collection }) => collection),
        looked,
        isMore,
      );
      for (const batch of relayBatches(entries)) {
        await this.#publish(publisher, batch.records);
        await outbox.markPublished(batch.entries);
        // Embedded engines never wait for I/O here: other work must run between two batches.
        await nextTurn();
      }
      succeeded();
      if (entries.length > 1 && !isMore) await this.#pause(GATHER_MS);
    }
  }

  /** A record that its topic never takes becomes a dead letter, so that nothing waits for it. */
  async #publish(publisher: Publisher, records: readonly OutgoingRecord[]): Promise<void> {
    try {
      await publisher.publish(records);
    } catch (error) {
      if (!(error instanceof RecordsTooLarge)) throw error;
      const { log, name, now, onDeadLetter } = this.#options;
      const { reasons } = error;
      await publisher.publish(records.filter((_, index) => !reasons.has(index)));
      // Made once the other records are in the log: only later ones close a dead letter, by its time.
      const deadLetters = deadLettersOfTooLarge(name, records, reasons, now());
      await log.ensureTopics(deadLetters.map(deadLetterTopicOf));
      await publisher.publish(deadLetters.map(deadLetterRecord));
      for (const deadLetter of deadLetters) onDeadLetter?.(deadLetter);
    }
  }

  async #acquireLease(): Promise<boolean> {
    const before = performance.now();
    const acquired = await this.#lease.acquire(this.#holder, this.#ttlMs);
    if (acquired) this.#renewedAt = before;
    return acquired;
  }

  async #pause(ms: number): Promise<void> {
    await delay(ms, undefined, this.#pauses).catch(() => {});
  }
}
