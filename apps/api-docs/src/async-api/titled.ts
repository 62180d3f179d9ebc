import type { JsonSchema } from '../open-api/open-api.ts';

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const inOneWord = (words: string) =>
  words
    .split(/[^A-Za-z0-9]+/)
    .map(capitalised)
    .join('');

/** The members by whose constant the alternatives of a state are told apart. */
const DISCRIMINATORS = ['state', 'status'];

/** The name of one alternative: `PresentUserState`, by the constant that tells it from the others; else by its place. */
function alternativeName(name: string, schema: JsonSchema, place: number): string {
  const constants = DISCRIMINATORS.flatMap((member) => schema.properties?.[member]?.const ?? []);
  const [constant] = constants;
  if (typeof constant === 'string') return `${inOneWord(constant)}${name}`;
  return `${name}${inOneWord(String(schema.type ?? place + 1))}`;
}

/**
 * A schema in which every schema has a title, made from where it stands: `UserState`, its member `roleId` is `UserStateRoleId`.
 * Generators name their classes by it, and number those that have none.
 */
export function titled(schema: JsonSchema, name: string): JsonSchema {
  if (schema.$ref !== undefined) return schema;
  const { properties, items, anyOf, oneOf } = schema as JsonSchema & { oneOf?: JsonSchema[] };
  const alternatives = (list: readonly JsonSchema[]) =>
    list.map((each, place) => titled(each, alternativeName(name, each, place)));
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
