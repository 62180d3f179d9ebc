import { defineCollection, documentSchema, type Store } from '@gatehouse/store';

/** The user who answered a registration's command request because the email was theirs. `_id` is the request's id. */
export const registrationAnswersCollection = defineCollection(
  'registrationAnswers',
  documentSchema({ userId: { type: String, required: true } }),
);

export interface RegistrationAnswers {
  /** The existing user who answered, if one did. */
  answererOf(commandRequestId: string): Promise<string | undefined>;
  /** Keeps the answer; the first one stays. */
  keep(commandRequestId: string, userId: string): Promise<void>;
}

/** Without these answers, a replay after the user changed the email would make a second user for the person. */
export function openRegistrationAnswers(store: Store, now: () => number): RegistrationAnswers {
  const collection = store.collection(registrationAnswersCollection);
  return {
    async answererOf(commandRequestId) {
      return (await collection.get(commandRequestId))?.userId;
    },
    async keep(commandRequestId, userId) {
      await collection.write({ document: { _id: commandRequestId, version: now(), userId }, events: [] });
    },
  };
}
