import { PollingInterval } from '../core/polling-interval.ts';
import type { Database } from './database.ts';
import type { Records } from './records.ts';

/** Several logs of one process may use one file: an append through any of them wakes the consumers of all. */
const byFile = new Map<string, Set<Arrivals>>();

/** Wakes waiting consumers when records arrive: at once after an append of this process, by polling after others. */
export class Arrivals {
  readonly #file: string;
  readonly #records: Records;
  readonly #dataVersion: () => unknown;
  readonly #onError: (error: unknown) => void;
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #interval = new PollingInterval();
  #timer: NodeJS.Timeout | undefined;
  #version: unknown;
  /** Listeners were called for every record up to this offset. */
  #notifiedTo: number;

  constructor(database: Database, records: Records, onError: (error: unknown) => void) {
    this.#file = database.file;
    this.#records = records;
    this.#onError = onError;
    // Changes when any other connection commits, in this process or another.
    const pragma = database.connection.prepare('PRAGMA data_version');
    this.#dataVersion = () => pragma.get()?.data_version;
    this.#notifiedTo = records.last();
    const peers = byFile.get(this.#file) ?? new Set();
    byFile.set(this.#file, peers.add(this));
  }

  /** Calls `listener` when records of the topic may have arrived. Returns the function that ends it. */
  listen(topic: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    if (this.#timer === undefined) this.#schedule();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(topic);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  /** After an append by this process of the records from `first` to `last`. */
  announce(topics: ReadonlySet<string>, first: number, last: number): void {
    for (const peer of byFile.get(this.#file) ?? []) peer.#note(topics, first, last);
  }

  close(): void {
    this.#stop();
    const peers = byFile.get(this.#file);
    peers?.delete(this);
    if (peers?.size === 0) byFile.delete(this.#file);
  }

  #note(topics: ReadonlySet<string>, first: number, last: number): void {
    // A gap before `first` means that another process wrote too: the next poll finds it.
    if (this.#notifiedTo >= first - 1) this.#notifiedTo = Math.max(this.#notifiedTo, last);
    for (const topic of topics) this.#notify(this.#listeners.get(topic));
  }

  #notify(listeners: ReadonlySet<() => void> | undefined): void {
    if (listeners === undefined) return;
    for (const listener of listeners) listener();
  }

  #schedule(): void {
    this.#timer = setTimeout(() => this.#poll(), this.#interval.ms());
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #poll(): void {
    try {
      const version = this.#dataVersion();
      if (version !== this.#version) {
        const last = this.#records.last();
        this.#version = version;
        if (last > this.#notifiedTo) {
          this.#notifiedTo = last;
          this.#interval.noteArrival();
          for (const listeners of this.#listeners.values()) this.#notify(listeners);
        }
      }
    } catch (error) {
      this.#onError(error);
    }
    this.#schedule();
  }
}
