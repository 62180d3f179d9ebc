import type { Route } from '@gatehouse/http';
import { parameterExampleOf } from '../examples/examples.ts';
import type { JsonSchema, Parameter } from './open-api.ts';
import { pathParameters } from './path-parameters.ts';
import type { SchemaBook } from './schema-book.ts';

const UUID: JsonSchema = {
  type: 'string',
  pattern: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$',
};

/** A parameter from its schema; it takes the schema's description. */
function parameterOf(
  name: string,
  location: Parameter['in'],
  described: JsonSchema,
  required: boolean,
): Parameter {
  const { description, ...schema } = described;
  return {
    name,
    in: location,
    ...(required && { required }),
    ...(description !== undefined && { description }),
    schema,
  };
}

function pathParametersOf({ path, uuidParams, described }: Route, book: SchemaBook): Parameter[] {
  return [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name = '']) => {
    const declared = described.params?.[name] ?? pathParameters[name];
    const schema = declared === undefined ? { type: 'string' } : book.taken(declared);
    return parameterOf(name, 'path', uuidParams.includes(name) ? { ...schema, ...UUID } : schema, true);
  });
}

/** A list is sent as `name[]=a&name[]=b`. */
function queryParametersOf({ query, queryNames }: Route, book: SchemaBook): Parameter[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = book.taken(query);
  return Object.entries(properties).map(([name, schema]) =>
    queryNames.lists.includes(name)
      ? {
          ...parameterOf(`${name}[]`, 'query', schema, required.includes(name)),
          ...{ style: 'form', explode: true },
        }
      : parameterOf(name, 'query', schema, required.includes(name)),
  );
}

function headerParametersOf({ described }: Route, book: SchemaBook): Parameter[] {
  return Object.entries(described.headers ?? {}).map(([name, schema]) =>
    parameterOf(name, 'header', book.taken(schema), false),
  );
}

/** The parameters of an operation: of its path, its query, and headers of its own. */
export function parametersOf(route: Route, book: SchemaBook): Parameter[] {
  const parameters = [
    ...pathParametersOf(route, book),
    ...queryParametersOf(route, book),
    ...headerParametersOf(route, book),
  ];
  return parameters.map((each) => ({ ...each, ...parameterExampleOf(route, each.name, each.in) }));
}
