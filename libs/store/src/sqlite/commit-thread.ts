/** A thread that makes changes of documents in one transaction each time, and says what came of them. */

import { isBusy } from '@gatehouse/sqlite';
import type { WriteResult } from '../port.ts';
import { commit, type ToldFailure, toldFailure } from './commit.ts';
import type { DocumentChange, Sequence } from './document-change.ts';
import { makeQueued } from './make-change.ts';
import { serveThread } from './serve-thread.ts';
import { storeError } from './sqlite-error.ts';

/** `isBusy`: nothing was begun, for another process holds the lock. */
export type CommitReply =
  | { outcomes: ({ value: WriteResult | WriteResult[] } | { failure: ToldFailure })[] }
  | { failure: ToldFailure; isBusy: boolean };

/** What is written at random, as ids are, is mostly written again before long. It is there only while much is written. */
const CACHE_KB = 32_000;

serveThread<readonly (DocumentChange | Sequence)[], CommitReply>(
  { cacheKb: CACHE_KB },
  (connection, changes) => {
    try {
      const made = commit(
        connection,
        changes.values().map((change) => () => makeQueued(connection, change)),
      );
      const outcomes = made.map((each) => ('value' in each ? each : { failure: toldFailure(each.failure) }));
      return { outcomes };
    } catch (error) {
      return { failure: toldFailure(storeError('commit', error)), isBusy: isBusy(error) };
    }
  },
);
