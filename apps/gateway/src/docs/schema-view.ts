import { html, type Markup, type Part, sentence } from './html.ts';
import type { Schema } from './open-api.ts';

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  null: 'null',
  object: 'object',
  array: 'list',
};

const joined = (parts: readonly Part[], by: string) =>
  parts.flatMap((part, place) => (place === 0 ? [part] : [by, part]));

const values = (list: readonly unknown[]) =>
  joined(
    list.map((value) => html`<code>${JSON.stringify(value)}</code>`),
    ', ',
  );

/** What a value is, in a few words: `text`, `list of User`, `whole number or null`. */
export function kindOf(schema: Schema | undefined): Part {
  if (schema === undefined) return 'anything';
  const { $ref, type, items, anyOf, oneOf } = schema;
  const name = $ref?.split('/').at(-1);
  if (name !== undefined) return html`<a href="#schema-${name}">${name}</a>`;
  const either = anyOf ?? oneOf;
  if (either !== undefined) return joined(either.map(kindOf), ' or ');
  if (schema.const !== undefined) return values([schema.const]);
  if (schema.enum !== undefined) return ['one of ', values(schema.enum)];
  const types = [type ?? []].flat().map((each) => KINDS[each] ?? each);
  if (type === 'array') return ['list of ', kindOf(items)];
  return types.length === 0 ? 'anything' : types.join(' or ');
}

/** Limits, in a few words each. */
export function limitsOf(schema: Schema | undefined): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, format } = schema ?? {};
  return [
    format,
    minimum !== undefined && `at least ${minimum}`,
    maximum !== undefined && `at most ${maximum}`,
    minLength !== undefined && `at least ${minLength} characters`,
    maxLength !== undefined && `at most ${maxLength} characters`,
    minItems !== undefined && `at least ${minItems} entries`,
    maxItems !== undefined && `at most ${maxItems} entries`,
    schema?.default !== undefined && `${JSON.stringify(schema.default)} unless given`,
  ]
    .filter((words) => typeof words === 'string' && words !== '')
    .join(', ');
}

function memberOf(name: string, schema: Schema, isRequired: boolean): Markup {
  const limits = limitsOf(schema);
  return html`<li><code class="member">${name}</code> <span class="kind">${kindOf(schema)}</span>${
    isRequired ? undefined : html` <span class="faint">may be absent</span>`
  }${limits === '' ? undefined : html` <span class="faint">${limits}</span>`}${
    schema.description === undefined ? undefined : html`<br>${sentence(schema.description)}`
  }${inner(schema)}</li>`;
}

/** The members of what a schema holds, wherever it is not a schema with a name of its own. */
function inner(schema: Schema): Part {
  if (schema.$ref !== undefined) return undefined;
  if (schema.properties !== undefined) return membersOf(schema);
  if (schema.items !== undefined) return inner(schema.items);
  return (schema.anyOf ?? schema.oneOf)?.map(inner);
}

function membersOf({ properties = {}, required = [], additionalProperties }: Schema): Markup {
  const members = Object.entries(properties).map(([name, schema]) =>
    memberOf(name, schema, required.includes(name)),
  );
  const others = typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0;
  return html`<ul class="members">${members}${
    others ? html`<li>any other: ${kindOf(additionalProperties)}</li>` : undefined
  }</ul>`;
}

/** A schema to be read: what it is, its limits, and its members below it. */
export function schemaView(schema: Schema | undefined): Part {
  if (schema === undefined) return undefined;
  const limits = limitsOf(schema);
  return html`<div class="schema"><p class="kind">${kindOf(schema)}${
    limits === '' ? undefined : html` <span class="faint">${limits}</span>`
  }</p>${inner(schema)}</div>`;
}
