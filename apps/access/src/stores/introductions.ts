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

/** An introduction of a user to any of some services; of the person who lived from the version `since`, where one is given. */
export async function introductionTo(
  introductions: Introductions,
  { userId, serviceIds, since }: { userId: string; serviceIds: readonly string[]; since?: number },
): Promise<IntroductionState | undefined> {
  const found = await introductions.findOne({
    'state.userId': userId,
    'state.serviceId': { in: serviceIds },
    'state.outcome': 'introduced',
    ...(since !== undefined && { 'state.userVersion': { gte: since } }),
  });
  return found?.state;
}
