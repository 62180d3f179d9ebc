import type { SessionsCollection } from './sessions.store.ts';

const BATCH = 100;
/** As long as events of sessions are kept. */
const KEPT_MS = 30 * 86_400_000;

/** Deletes sessions that ended, or whose time was over, long ago. Their ids are random and never come again. */
export async function purgeSessions(sessions: SessionsCollection, now: number): Promise<void> {
  for (;;) {
    const ended = await sessions.find({
      where: { endsAt: { lte: now - KEPT_MS } },
      sort: [['endsAt', 1]],
      limit: BATCH,
    });
    await sessions.purge(ended.map(({ _id }) => _id));
    if (ended.length < BATCH) return;
  }
}
