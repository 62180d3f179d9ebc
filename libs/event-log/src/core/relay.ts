import { randomUUID } from 'node:crypto';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Lease, Outbox, OutboxEntry } from '@gatehouse/store';
import type { OpenLetter } from '../dead-letters/dead-letter.ts';
import { deadLetterTopicOf, letterRecord, lettersOfTooLarge } from '../dead-letters/too-large-records.ts';
import {
  type EventLog,
  EventLogError,
  type OutgoingRecord,
  type Publisher,
  RecordsTooLarge,
} from '../port.ts';
import { backoffMs } from './backoff.ts';
import { PollingPace } from './polling-interval.ts';
import { relayBatches } from './relay-batches.ts';
import { Bell } from './wake-signal.ts';

const READ_LIMIT = 100;
const BACKOFF_BASE_MS = 50;
const BACKOFF_MAX_MS = 2_000;
const IDLE_POLL_MS = 10;

/** What the relay found waiting, at most a hundred documents of it; all zero when nothing was. */
export interface RelayBacklog {
  events: number;
  /** Since the oldest of them was made, in milliseconds. */
  oldestAgeMs: number;
}

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
  /** Each event that its topic never takes, as it is too large. */
  onDeadLetter?: (letter: OpenLetter) => void;
  /** Each failure; the relay begins again after a pause. */
  onError?: (error: unknown) => void;
}

export interface Relay {
  /** Resolves once nothing waits to be published; rejects when the relay is closed before. */
  idle(): Promise<void>;
  /** Publishes what waits, for a bounded time, and gives the lease up. */
  close(): Promise<void>;
}

/** The lease that the relay of a name works under: who else holds it keeps that store's events where they are. */
export function relayLease(store: RelayOptions['store'], name: string): Lease {
  return store.lease(`relay.${name}`);
}

/**
 * Takes events out of a store and into the log, in the order of each document's versions, marking them published after
 * the log has them. Of all relays of one name, one works. What was published but not marked is published again.
 */
export function startRelay(options: RelayOptions): Relay {
  const relay = new StoreRelay(options);
  return { idle: () => relay.idle(), close: () => relay.close() };
}

class StoreRelay {
  readonly #options: RelayOptions;
  readonly #lease: Lease;
  readonly #holder = randomUUID();
  readonly #ttlMs: number;
  readonly #written = new Bell();
  readonly #pace = new PollingPace();
  readonly #pauses = new AbortController();
  readonly #silence: () => void;
  readonly #ended: Promise<void>;
  #renewedAt = 0;
  #closing = false;
  #stopped = false;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#ttlMs = options.leaseTtlMs ?? 10_000;
    this.#lease = relayLease(options.store, options.name);
    this.#silence = options.store.outbox.onWrite(() => this.#written.ring());
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
    this.#written.ring();
    const { closeWithinMs = 5_000 } = this.#options;
    const deadline = new AbortController();
    await Promise.race([this.#ended, delay(closeWithinMs, undefined, deadline).catch(() => {})]);
    deadline.abort();
    this.#stopped = true;
    this.#silence();
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#closing) {
      let publisher: Publisher | undefined;
      try {
        if (await this.#claim()) {
          // Opening it fences an earlier holder; that the lease is still ours afterwards makes us the only reader.
          publisher = await this.#options.log.publisher(this.#options.name);
          if (await this.#claim()) {
            await this.#work(publisher, () => {
              failures = 0;
            });
          }
        } else {
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
    if (!this.#stopped) await this.#lease.release(this.#holder).catch(() => {});
  }

  /** Publishes until the lease is lost, or the relay closes and nothing is left. */
  async #work(publisher: Publisher, succeeded: () => void): Promise<void> {
    const { outbox } = this.#options.store;
    while (!this.#stopped) {
      if (performance.now() - this.#renewedAt > this.#ttlMs / 3 && !(await this.#claim())) return;
      const entries = await outbox.read(READ_LIMIT);
      this.#tellBacklog(entries);
      if (entries.length === 0) {
        if (this.#closing) return;
        await this.#written.wait(this.#pace.intervalMs());
        continue;
      }
      this.#pace.came();
      for (const batch of relayBatches(entries)) {
        await this.#publish(publisher, batch.records);
        await outbox.markPublished(batch.entries);
        // On embedded engines nothing of this waits for I/O: other work must have its turn.
        await nextTurn();
      }
      succeeded();
    }
  }

  /** What its topic never takes becomes a dead letter: nothing waits for it. */
  async #publish(publisher: Publisher, records: readonly OutgoingRecord[]): Promise<void> {
    try {
      await publisher.publish(records);
    } catch (error) {
      if (!(error instanceof RecordsTooLarge)) throw error;
      const { log, name, now, onDeadLetter } = this.#options;
      const { reasons } = error;
      await publisher.publish(records.filter((_, place) => !reasons.has(place)));
      // Made after the records before them are in the log: by its time a letter is closed by later ones alone.
      const letters = lettersOfTooLarge(name, records, reasons, now());
      await log.ensureTopics(letters.map(deadLetterTopicOf));
      await publisher.publish(letters.map(letterRecord));
      for (const letter of letters) onDeadLetter?.(letter);
    }
  }

  async #claim(): Promise<boolean> {
    const before = performance.now();
    const claimed = await this.#lease.acquire(this.#holder, this.#ttlMs);
    if (claimed) this.#renewedAt = before;
    return claimed;
  }

  #tellBacklog(entries: readonly OutboxEntry[]): void {
    const versions = entries.flatMap(({ events }) => events.map(({ version }) => version));
    // A version is the time of its change, in milliseconds, or a little more.
    const oldest = versions.reduce((least, version) => Math.min(least, version), Number.POSITIVE_INFINITY);
    const oldestAgeMs = versions.length === 0 ? 0 : Math.max(0, this.#options.now() - oldest);
    this.#options.onBacklog?.({ events: versions.length, oldestAgeMs });
  }

  async #pause(ms: number): Promise<void> {
    await delay(ms, undefined, this.#pauses).catch(() => {});
  }
}
