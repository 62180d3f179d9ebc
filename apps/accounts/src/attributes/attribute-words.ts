import { instant, type PresentAttributeDefinition } from '@gatehouse/contracts';
import { conflict, notFound } from '@gatehouse/errors';
import { canonicalId } from '@gatehouse/runtime';
import { z } from 'zod';
import { isBuiltIn } from './attribute-definition.ts';

const words = {
  name: 'The name of the attribute: 1 to 64 of `a` to `z`, `0` to `9` and `_`.',
  type: 'What its values are: `text` up to 2,000 characters, `json` up to 8 KiB and 10 deep.',
  claim:
    'The claim of the identity provider that it is read from, at each sign-in. Then no service writes it.',
  writable: 'Whether services may set it.',
  mfa: 'What needs a session with MFA. What needs it to get needs it to set.',
  readers: 'The ids of the services that may read it. Absent: all.',
  writers: 'The ids of the services that may set it. Absent: all.',
} as const;

const types = z.enum(['boolean', 'number', 'text', 'json']);

const serviceId = z
  .string()
  .meta({ format: 'uuid' })
  .transform((text, context) => {
    const id = canonicalId(text);
    if (id !== undefined) return id;
    context.addIssue('should be a UUID');
    return z.NEVER;
  });
const serviceIds = z.array(serviceId).max(1_000);

/** The body of an attribute as the operator puts it. */
export const attributeBody = z
  .strictObject({
    type: types.describe(words.type),
    claim: z
      .string()
      .regex(/^[\x21-\x7e]{1,255}$/, { error: 'should be 1 to 255 printable ASCII characters' })
      .optional()
      .describe(words.claim),
    writable: z.boolean().default(true).describe(words.writable),
    mfa: z
      .strictObject({
        get: z.boolean().default(false).describe('Whether reading needs it.'),
        set: z.boolean().default(false).describe('Whether setting needs it.'),
      })
      .optional()
      .describe(words.mfa),
    readers: serviceIds.optional().describe(words.readers),
    writers: serviceIds.optional().describe(words.writers),
  })
  .meta({
    id: 'AttributeBody',
    description: 'An attribute as it is put; a member that is left out takes its default.',
  });

/** An attribute as the API shows it. */
export const managedAttribute = z
  .object({
    name: z.string().describe(words.name),
    type: types.describe(words.type),
    claim: z.string().optional().describe(words.claim),
    writable: z.boolean().describe(words.writable),
    mfa: z
      .object({
        get: z.boolean().describe('Whether reading needs it.'),
        set: z.boolean().describe('Whether setting needs it.'),
      })
      .describe(words.mfa),
    readers: z.array(z.string()).optional().describe(words.readers),
    writers: z.array(z.string()).optional().describe(words.writers),
    createdAt: instant.describe('When it was declared: ISO 8601 in UTC.'),
    updatedAt: instant.describe('When it last changed: ISO 8601 in UTC.'),
  })
  .meta({ id: 'Attribute', description: 'An attribute that users may have a value of.' });

export function shownAttribute({ id: name, ...definition }: PresentAttributeDefinition) {
  return { name, ...definition };
}

export const attributeName = z.string().describe(words.name);

export function noSuchAttribute() {
  return notFound('There is no such attribute');
}

/** Refuses (409) to declare or delete what is built in. */
export function refuseBuiltIn(name: string): void {
  if (isBuiltIn(name)) throw conflict(`${name} is built in: it is always there, and nobody’s to change`);
}
