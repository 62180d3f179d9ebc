import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventLog, OutgoingRecord } from '../port.ts';
import {
  closedLetter,
  DEAD_LETTER_RETENTION_MS,
  deadLetterTopic,
  type OpenLetter,
  type ReplayRequest,
  replayRequestKey,
} from './dead-letter.ts';
import { type FoundLetter, readOpenLetters } from './open-dead-letters.ts';
import { letterRecord } from './too-large-records.ts';

const LOOK_AGAIN_MS = 200;

/** What became of a letter after its replay was asked for. `waiting`: its group has not come to it, it may not be running. */
export type ReplayOutcome =
  | { status: 'handled' }
  | { status: 'died'; letter: OpenLetter }
  | { status: 'waiting' };

/** Dead letters as an operator works them off, beside the groups that they are of. */
export interface DeadLetterDesk {
  /** The open ones of all groups, the oldest first, without their records. */
  list(): Promise<FoundLetter[]>;
  /** An open letter with its whole record; undefined where there is none of that id. */
  show(id: string): Promise<FoundLetter | undefined>;
  /**
   * Asks the letters' groups to try their records again. Nothing is appended to the topics that the records are of, so
   * an older state never comes to stand behind a newer one.
   */
  replay(letters: readonly OpenLetter[]): Promise<void>;
  /** Waits until the groups are done with replays, at most `timeoutMs`: what became of each letter, by its id. */
  outcomes(letters: readonly OpenLetter[], timeoutMs: number): Promise<Map<string, ReplayOutcome>>;
  /** Closes letters: what their records say is given up, for their groups. */
  discard(letters: readonly OpenLetter[]): Promise<void>;
}

export interface DeadLetterDeskOptions {
  log: EventLog;
  topics: readonly string[];
  now: () => number;
}

/** Makes the dead letters' topics where they are missing. */
export async function openDeadLetterDesk(options: DeadLetterDeskOptions): Promise<DeadLetterDesk> {
  const { log, topics, now } = options;
  await log.ensureTopics(
    topics.map((topic) => ({ name: deadLetterTopic(topic), retentionMs: DEAD_LETTER_RETENTION_MS })),
  );
  const read = (withRecord: (letter: OpenLetter) => boolean) => readOpenLetters({ ...options, withRecord });

  async function publish(records: readonly OutgoingRecord[]): Promise<void> {
    const publisher = await log.publisher(`dead-letter-desk.${randomUUID()}`);
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
    replay: (letters) =>
      publish(
        letters.map(({ id, group, topic }) => {
          const request: ReplayRequest = {
            status: 'replay',
            id,
            group,
            topic,
            at: new Date(now()).toISOString(),
          };
          return { topic: deadLetterTopic(topic), key: replayRequestKey(id), value: JSON.stringify(request) };
        }),
      ),
    async outcomes(letters, timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        const open = await read(() => false);
        const outcomes = letters.map((letter) => outcomeOf(letter, open.get(letter.id)?.letter));
        const isDone = outcomes.every(({ status }) => status !== 'waiting');
        if (isDone || performance.now() > deadline)
          return new Map(letters.map(({ id }, place) => [id, outcomes[place] ?? { status: 'waiting' }]));
        await delay(LOOK_AGAIN_MS);
      }
    },
    discard: (letters) => publish(letters.map((letter) => letterRecord(closedLetter(letter, now())))),
  };
}

function outcomeOf(before: OpenLetter, now: OpenLetter | undefined): ReplayOutcome {
  if (now === undefined) return { status: 'handled' };
  return now.at === before.at ? { status: 'waiting' } : { status: 'died', letter: now };
}
