import type { JsonSchema } from '../open-api/open-api.ts';

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const inOneWord = (words: string) =>
  words
    .split(/[^A-Za-z0-9]+/)
    .map(capitalised)
    .join('');

/** The members whose constant distinguishes the alternatives of a state. */
const DISCRIMINATORS = ['state', 'status'];

/** The name of one alternative: by the constant that distinguishes it (`PresentUserState`), else by its index. */
function alternativeName(name: string, schema: JsonSchema, index: number): string {
  const constants = DISCRIMINATORS.flatMap((member) => schema.properties?.[member]?.const ?? []);
  const [constant] = constants;
  if (typeof constant === 'string') return `${inOneWord(constant)}${name}`;
  return `${name}${inOneWord(String(schema.type ?? index + 1))}`;
}

/**
 * Gives every nested schema a title made from its path: the member `roleId` of `UserState` is `UserStateRoleId`.
 * Generators name classes by title, and number those without one.
 */
export function titled(schema: JsonSchema, name: string): JsonSchema {
  if (schema.$ref !== undefined) return schema;
  const { properties, items, anyOf, oneOf } = schema as JsonSchema & { oneOf?: JsonSchema[] };
  const alternatives = (list: readonly JsonSchema[]) =>
    list.map((each, index) => titled(each, alternativeName(name, each, index)));
  return {
    title: name,
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([member, inner]) => [
          member,
          titled(inner, `${name}${capitalised(member)}`),
        ]),
      ),
    }),
    ...(items && { items: titled(items, `${name}Item`) }),
    ...(anyOf && { anyOf: alternatives(anyOf) }),
    ...(oneOf && { oneOf: alternatives(oneOf) }),
  };
}
