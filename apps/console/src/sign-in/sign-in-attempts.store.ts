import { type DocumentOf, defineCollection, documentSchema, json } from '@gatehouse/store';

const schema = documentSchema({
  /** When a wrong secret came, the oldest first: those that still count. */
  wrong: json<number[]>(),
  /** From then on none of them counts. */
  endsAt: { type: Number, required: true },
});
schema.index({ endsAt: 1 }, { name: 'end' });

/** Wrong operator secrets by where they came from. The id is made from the address, which is not stored. */
export const signInAttemptsCollection = defineCollection('sign-in-attempts', schema);
export type SignInAttemptsDocument = DocumentOf<typeof schema>;
