import { type Document, defineCollection, Schema, type Store } from '@gatehouse/store';

/** Which user answered a registration's ask, where the email was somebody's already. `_id` is the ask's id. */
export interface RegistrationAnswerDocument extends Document {
  userId: string;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    userId: { type: String, required: true },
  },
  { versionKey: false },
);

/** Answers of registrations by users who were there before. */
export const registrationAnswersCollection = defineCollection<RegistrationAnswerDocument>(
  'registrationAnswers',
  schema,
);

export interface RegistrationAnswers {
  /** Who answered, if this ask was answered by somebody who was there before. */
  answererOf(commandRequestId: string): Promise<string | undefined>;
  /** The first to be kept stays. */
  keep(commandRequestId: string, userId: string): Promise<void>;
}

/** Without it, a replay after that user changed the email would make a second user of the same person. */
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
