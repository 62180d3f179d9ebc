import { z } from 'zod';
import { personal } from '../personal.ts';
import { instant, uuid, version } from '../primitives.ts';

const heldFor = version.describe('The incarnation of the definition under which it was set.');

/** A value, as JSON text: any engine gives back exactly what was set. */
const attributeValue = z
  .union([
    z
      .object({ json: z.string().describe('The value, as JSON text.'), incarnation: heldFor })
      .meta({ id: 'OpenAttributeValue', description: 'A value.' }),
    z
      .object({
        sealed: z.string().describe('Its JSON text, encrypted under a key that only the platform has.'),
        incarnation: heldFor,
      })
      .meta({ id: 'SealedAttributeValue', description: 'A value whose reading needs MFA.' }),
  ])
  .meta({
    id: 'HeldAttributeValue',
    title: 'HeldAttributeValue',
    description: 'A value, in the clear or sealed.',
  });
export type AttributeValue = z.output<typeof attributeValue>;

/** The values of a user's attributes. */
export const heldAttributeValues = z.object({
  id: uuid.describe('The id of the user.'),
  status: z.literal('present').describe('The user may have values.'),
  values: personal(z.record(z.string(), attributeValue))
    .optional()
    .describe('The values, by the names of the attributes.'),
  updatedAt: instant.describe('When they last changed.'),
});

/** The user is gone, with all values. */
export const removedAttributeValues = z.object({
  id: uuid.describe('The id of the user.'),
  status: z.literal('removed').describe('The values are gone.'),
  removedAt: instant.describe('When they were removed.'),
});

export const attributeValuesState = z.discriminatedUnion('status', [
  heldAttributeValues,
  removedAttributeValues,
]);
export type HeldAttributeValues = z.output<typeof heldAttributeValues>;
export type AttributeValuesState = z.output<typeof attributeValuesState>;

/** An attribute, as the operator declares it. */
export const presentAttributeDefinition = z.object({
  id: z.string().describe('The name of the attribute.'),
  kind: z.literal('attribute-definition').describe('What kind of entity of this topic it is.'),
  status: z.literal('present').describe('It is declared.'),
  incarnation: version.describe(
    'Its version as it was declared, or got another type: values of earlier ones do not count.',
  ),
  type: z.enum(['boolean', 'number', 'text', 'json']).describe('What its values are.'),
  claim: z.string().optional().describe('The claim of the provider that it is read from.'),
  writable: z.boolean().describe('Whether services may set it.'),
  mfa: z
    .object({
      get: z.boolean().describe('Whether reading needs MFA.'),
      set: z.boolean().describe('Whether setting needs MFA.'),
    })
    .describe('What needs MFA.'),
  readers: z.array(uuid).optional().describe('The services that may read it. Absent: all.'),
  writers: z.array(uuid).optional().describe('The services that may set it. Absent: all.'),
  createdAt: instant.describe('When it was made.'),
  updatedAt: instant.describe('When it last changed.'),
});

/** It was deleted, with all values; the versions go on. */
export const removedAttributeDefinition = z.object({
  id: z.string().describe('The name of the attribute.'),
  kind: z.literal('attribute-definition').describe('What kind of entity of this topic it is.'),
  status: z.literal('removed').describe('It was deleted.'),
  removedAt: instant.describe('When it was deleted.'),
});

export const attributeDefinitionState = z.discriminatedUnion('status', [
  presentAttributeDefinition,
  removedAttributeDefinition,
]);
export type PresentAttributeDefinition = z.output<typeof presentAttributeDefinition>;
export type AttributeDefinitionState = z.output<typeof attributeDefinitionState>;
