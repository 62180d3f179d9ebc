import type { Collection, Document } from '@gatehouse/store';

/** The queries of entities that send command requests. */
export function commandQueries<D extends Document>(collection: Collection<D>) {
  return {
    /** Those whose command request was last sent at or before an instant, the oldest first. */
    commandSentUntil(at: string, limit: number) {
      const where = { 'state.commandRequest.at': { lte: at } };
      return collection.find({ where, sort: [['state.commandRequest.at', 1]], limit });
    },
    /** Those whose command request was first sent at or before an instant. */
    commandFirstSentUntil: (at: string, limit: number) =>
      collection.find({ where: { 'state.commandRequest.firstAt': { lte: at } }, limit }),
  };
}
