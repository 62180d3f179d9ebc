import { buildEvent, type IntroductionState, type Origin } from '@gatehouse/contracts';
import type { EntityDocument } from '@gatehouse/entities';
import { type Collection, change, defineCollection, Schema } from '@gatehouse/store';

/** That a service invited a user, and the answer to the invitation that did. Written once. */
export type IntroductionDocument = EntityDocument<IntroductionState>;
export type Introductions = Collection<IntroductionDocument>;

const schema = new Schema(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    state: { type: Schema.Types.Mixed, required: true },
  },
  { minimize: false },
);
schema.index({ 'state.userId': 1, 'state.serviceId': 1 }, { name: 'user' });
schema.index({ 'state.serviceId': 1 }, { name: 'service' });

export const introductionsCollection = defineCollection<IntroductionDocument>('introductions', schema);

/** Keeps an introduction with its event; false where the invitation was answered before. */
export async function introduce(
  { introductions, now }: { introductions: Introductions; now: () => number },
  state: IntroductionState,
  origin: Origin,
): Promise<boolean> {
  const { status } = await change(introductions, now, state.id, (current) => {
    if (current !== undefined) return { result: undefined };
    return {
      document: { _id: state.id, state },
      events: ({ version }) => [
        buildEvent('gatehouse.access.introduction.v1', { version, state }, origin, now()),
      ],
      result: undefined,
    };
  });
  return status === 'changed';
}

/** Of whom, and to any of which services. */
export interface Introduced {
  userId: string;
  serviceIds: readonly string[];
}

/** Those of a user, whoever lived under the id. */
const introducedTo = ({ userId, serviceIds }: Introduced) => ({
  'state.userId': userId,
  'state.serviceId': { in: serviceIds },
  'state.outcome': 'introduced',
});

/** An introduction of a user, whoever lived under the id then. */
export async function introductionOf(
  introductions: Introductions,
  of: Introduced,
): Promise<IntroductionState | undefined> {
  return (await introductions.findOne(introducedTo(of)))?.state;
}

/**
 * Whether the person was introduced whose life under the id lasts since a version of the user. An older release says only
 * when it was: a version is not before the instant that it was made.
 */
export async function wasIntroducedSince(
  introductions: Introductions,
  of: Introduced,
  since: number,
): Promise<boolean> {
  const where = introducedTo(of);
  const at = { gte: new Date(since).toISOString() };
  const [byVersion, byInstant] = await Promise.all([
    introductions.findOne({ ...where, 'state.userVersion': { gte: since } }),
    introductions.findOne({ ...where, 'state.userVersion': { exists: false }, 'state.at': at }),
  ]);
  return byVersion !== undefined || byInstant !== undefined;
}
