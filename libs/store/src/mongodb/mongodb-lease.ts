import { type Model, Schema } from 'mongoose';
import type { Lease } from '../port.ts';
import type { Calls } from './calls.ts';
import { refusingIndex } from './mongodb-error.ts';

/** A lease's holder, and when it expires on the server's clock. */
interface LeaseDocument {
  _id: string;
  holder: string;
  until: Date;
}

export type LeaseModel = Model<LeaseDocument>;

/** Collections' names begin with a letter, so this is never one. */
export const LEASES = {
  name: '_leases',
  schema: new Schema(
    { _id: String, holder: String, until: Date },
    { versionKey: false, autoIndex: false, autoCreate: false },
  ),
};

/** A lease as a document that one statement compares and sets, by the server's clock. */
export function createMongodbLease(leases: LeaseModel, calls: Calls, name: string): Lease {
  async function take(holder: string, ttlMs: number): Promise<boolean> {
    // A text that begins with $ would be read as a member's path.
    const taker = { $literal: holder };
    const isFree = {
      $or: [{ $eq: ['$holder', taker] }, { $lte: [{ $ifNull: ['$until', new Date(0)] }, '$$NOW'] }],
    };
    const taken = await leases
      .findOneAndUpdate(
        { _id: name },
        [
          { $set: { isFree } },
          {
            $set: {
              holder: { $cond: ['$isFree', taker, '$holder'] },
              until: { $cond: ['$isFree', { $add: ['$$NOW', ttlMs] }, '$until'] },
            },
          },
          { $unset: 'isFree' },
        ],
        { upsert: true, returnDocument: 'after', updatePipeline: true },
      )
      .lean();
    return taken?.holder === holder;
  }

  return {
    acquire(holder, ttlMs) {
      return calls.run('lease', async () => {
        try {
          return await take(holder, ttlMs);
        } catch (error) {
          // Another holder created the document at the same time.
          if (refusingIndex(error) !== undefined) return false;
          throw error;
        }
      });
    },
    async release(holder) {
      await calls.run('lease', () => leases.deleteOne({ _id: name, holder }));
    },
  };
}
