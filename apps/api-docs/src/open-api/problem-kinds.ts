import { PROBLEMS_PATH, type ProblemType, type ProblemTypeName, problemTypes } from '@gatehouse/contracts';
import { PROBLEM_TYPE, problemKindSchemaOf, statusOfFault } from '@gatehouse/http';
import { type Answer, answerOf, type Content, type JsonSchema } from './open-api.ts';
import type { SchemaBook } from './schema-book.ts';

const schemaName = (name: string) =>
  `${name.replace(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase())}Problem`;

const EXAMPLE_MEMBERS: Readonly<Record<string, unknown>> = {
  attributes: ['local_attribute'],
  errors: ['local_attribute: only the identity provider says it'],
};

function exampleOf(name: ProblemTypeName): unknown {
  const { code, title, detail, members } = problemTypes[name];
  return {
    type: `https://gatehouse.example.org${PROBLEMS_PATH}#${name}`,
    ...{ title, status: statusOfFault[code], code, detail },
    correlationId: '0f8fad5b-d9cb-469f-a165-70867728950e',
    ...Object.fromEntries(Object.keys(members).map((member) => [member, EXAMPLE_MEMBERS[member]])),
  };
}

function challengeHeader(names: readonly ProblemTypeName[], others: Answer['headers']): Answer['headers'] {
  const challenges = names.flatMap((name) => (problemTypes[name] as ProblemType).challenge ?? []);
  if (challenges.length === 0) return others;
  const known = (others?.['www-authenticate'] as { schema?: { enum?: string[] } } | undefined)?.schema?.enum;
  const description =
    'Whose 401 it is: `Bearer` where the client’s token is refused, else the session or sign-in of a person.';
  const schema = { type: 'string', enum: [...new Set([...(known ?? []), ...challenges])] };
  return { ...others, 'www-authenticate': { description, schema } };
}

/** One status: the problem that any route may have there, if so, and those with a type of their own. */
function joined(shared: Answer | undefined, names: readonly ProblemTypeName[], book: SchemaBook): Answer {
  const common = shared?.content?.[PROBLEM_TYPE];
  const kinds = names.map((name): [string, JsonSchema] => {
    const { description } = problemTypes[name];
    return [name, book.given(problemKindSchemaOf(name).meta({ id: schemaName(name), description }))];
  });
  const schemas = [...(common === undefined ? [] : [common.schema]), ...kinds.map(([, schema]) => schema)];
  const content: Content = {
    schema: schemas.length === 1 && schemas[0] !== undefined ? schemas[0] : { anyOf: schemas },
    examples: {
      ...(common?.example !== undefined && { other: { value: common.example } }),
      ...Object.fromEntries(names.map((name) => [name, { value: exampleOf(name) }])),
    },
  };
  const words = names.map((name) => `\`${name}\`: ${problemTypes[name].description}`);
  return {
    description: [...(shared?.description === undefined ? [] : [shared.description]), ...words].join(' '),
    headers: challengeHeader(names, {
      'x-correlation-id': { $ref: '#/components/headers/CorrelationId' },
      ...shared?.headers,
    }) as NonNullable<Answer['headers']>,
    content: { [PROBLEM_TYPE]: content },
  };
}

/** An operation's problems by status, with those that have a type of their own beside the shared ones. */
export function withKinds(
  answers: Record<string, Answer>,
  responses: Record<string, Answer>,
  names: readonly ProblemTypeName[],
  book: SchemaBook,
): Record<string, Answer> {
  const byStatus = Map.groupBy(names, (name) => String(statusOfFault[problemTypes[name].code]));
  const added = [...byStatus].map(([status, ofStatus]) => {
    const answer = answers[status];
    const components = { responses, schemas: {}, headers: {}, securitySchemes: {} };
    const shared = answer === undefined ? undefined : answerOf({ components }, answer);
    return [status, joined(shared, ofStatus, book)] as const;
  });
  return { ...answers, ...Object.fromEntries(added) };
}
