import { PollingPace } from '../core/polling-interval.ts';
import type { Database } from './database.ts';
import type { Records } from './records.ts';

/** Several logs of one process may stand on one file: an append through any of them wakes the consumers of all. */
const byFile = new Map<string, Set<Arrivals>>();

/** Tells waiting consumers that records came: at once those of this process, by polling those of others. */
export class Arrivals {
  readonly #file: string;
  readonly #records: Records;
  readonly #dataVersion: () => unknown;
  readonly #onError: (error: unknown) => void;
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #pace = new PollingPace();
  #timer: NodeJS.Timeout | undefined;
  #version: unknown;
  /** Every record up to here has been told of. */
  #told: number;

  constructor(database: Database, records: Records, onError: (error: unknown) => void) {
    this.#file = database.file;
    this.#records = records;
    this.#onError = onError;
    // Changes when any other connection commits, in this process or another.
    const pragma = database.relaxed.prepare('PRAGMA data_version');
    this.#dataVersion = () => pragma.get()?.data_version;
    this.#told = records.last();
    const peers = byFile.get(this.#file) ?? new Set();
    byFile.set(this.#file, peers.add(this));
  }

  /** Calls when records of the topic may have come; returns how to stop. */
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
    for (const peer of byFile.get(this.#file) ?? []) peer.#hear(topics, first, last);
  }

  close(): void {
    this.#stop();
    const peers = byFile.get(this.#file);
    peers?.delete(this);
    if (peers?.size === 0) byFile.delete(this.#file);
  }

  #hear(topics: ReadonlySet<string>, first: number, last: number): void {
    // With a gap before `first`, another process wrote too: the next poll tells of that.
    if (this.#told >= first - 1) this.#told = Math.max(this.#told, last);
    for (const topic of topics) this.#tell(this.#listeners.get(topic));
  }

  #tell(listeners: ReadonlySet<() => void> | undefined): void {
    if (listeners === undefined) return;
    for (const listener of listeners) listener();
  }

  #schedule(): void {
    this.#timer = setTimeout(() => this.#poll(), this.#pace.intervalMs());
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
        if (last > this.#told) {
          this.#told = last;
          this.#pace.came();
          for (const listeners of this.#listeners.values()) this.#tell(listeners);
        }
      }
    } catch (error) {
      this.#onError(error);
    }
    this.#schedule();
  }
}
