import { z } from 'zod';

export const identifierWords = {
  key: 'What the value is, such as `kitchen`. The service and the operator agree on the keys.',
  value: 'The value under that key.',
} as const;

/** Something that a service knows a user by in an organisation. */
export const identifier = z
  .object({
    key: z.string().describe(identifierWords.key),
    value: z.string().describe(identifierWords.value),
  })
  .meta({
    id: 'Identifier',
    description:
      'A key and a value that a grant carries for the service, such as a number in its own records.',
  });
