import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventLog, OutgoingRecord } from '../port.ts';
import {
  closedDeadLetter,
  DEAD_LETTER_RETENTION_MS,
  deadLetterTopic,
  type OpenDeadLetter,
  type ReplayRequest,
  replayRequestKey,
} from './dead-letter.ts';
import { type FoundDeadLetter, readOpenDeadLetters } from './open-dead-letters.ts';
import { deadLetterRecord } from './too-large-records.ts';

const POLL_MS = 200;

/** What a replay came to. `waiting`: the group has not handled it yet, or does not run. */
export type ReplayOutcome =
  | { status: 'handled' }
  | { status: 'died'; deadLetter: OpenDeadLetter }
  | { status: 'waiting' };

/** What an operator does with dead letters, from outside their groups. */
export interface DeadLetterAdmin {
  /** The open ones of all groups, the oldest first, without their records. */
  list(): Promise<FoundDeadLetter[]>;
  /** An open dead letter with its whole record; undefined where none has that id. */
  show(id: string): Promise<FoundDeadLetter | undefined>;
  /**
   * Requests that the groups handle the records again. Nothing is appended to the records' own topics, where an older state
   * would follow a newer one.
   */
  replay(deadLetters: readonly OpenDeadLetter[]): Promise<void>;
  /** Waits until the groups have handled the replays, at most `timeoutMs`. Outcomes by the ids of the dead letters. */
  outcomes(deadLetters: readonly OpenDeadLetter[], timeoutMs: number): Promise<Map<string, ReplayOutcome>>;
  /** Closes dead letters: their groups will never handle the records. */
  discard(deadLetters: readonly OpenDeadLetter[]): Promise<void>;
}

export interface DeadLetterAdminOptions {
  log: EventLog;
  topics: readonly string[];
  now: () => number;
}

/** Makes the dead letters' topics where they are missing. */
export async function openDeadLetterAdmin(options: DeadLetterAdminOptions): Promise<DeadLetterAdmin> {
  const { log, topics, now } = options;
  await log.ensureTopics(
    topics.map((topic) => ({ name: deadLetterTopic(topic), retentionMs: DEAD_LETTER_RETENTION_MS })),
  );
  const read = (withRecord: (deadLetter: OpenDeadLetter) => boolean) =>
    readOpenDeadLetters({ ...options, withRecord });

  async function publish(records: readonly OutgoingRecord[]): Promise<void> {
    const publisher = await log.publisher(`dead-letter-admin.${randomUUID()}`);
    try {
      for (let from = 0; from < records.length; from += 100)
        await publisher.publish(records.slice(from, from + 100));
    } finally {
      await publisher.close();
    }
  }

  return {
    list: async () => [...(await read(() => false)).values()],
    show: async (wanted) => (await read(({ id }) => id === wanted)).get(wanted),
    replay(deadLetters) {
      const at = new Date(now()).toISOString();
      const requests = deadLetters.map(({ id, group, topic }) => {
        const request: ReplayRequest = { status: 'replay', id, group, topic, at };
        return { topic: deadLetterTopic(topic), key: replayRequestKey(id), value: JSON.stringify(request) };
      });
      return publish(requests);
    },
    async outcomes(deadLetters, timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        const open = await read(() => false);
        const outcomes = deadLetters.map((deadLetter) =>
          outcomeOf(deadLetter, open.get(deadLetter.id)?.deadLetter),
        );
        const isDone = outcomes.every(({ status }) => status !== 'waiting');
        if (isDone || performance.now() > deadline)
          return new Map(deadLetters.map(({ id }, index) => [id, outcomes[index] ?? { status: 'waiting' }]));
        await delay(POLL_MS);
      }
    },
    discard: (deadLetters) =>
      publish(deadLetters.map((deadLetter) => deadLetterRecord(closedDeadLetter(deadLetter, now())))),
  };
}

function outcomeOf(before: OpenDeadLetter, now: OpenDeadLetter | undefined): ReplayOutcome {
  if (now === undefined) return { status: 'handled' };
  return now.at === before.at ? { status: 'waiting' } : { status: 'died', deadLetter: now };
}
