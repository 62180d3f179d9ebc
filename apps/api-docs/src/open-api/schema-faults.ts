type Found = Record<string, unknown>;

/** Members whose values are data, not schemas. */
const DATA = new Set(['example', 'examples', 'enum', 'const', 'default']);

const isConstant = (schema: Found) => 'const' in schema || 'enum' in schema;

function faultsOf(schema: Found): string[] {
  const choices = [schema.anyOf, schema.oneOf].filter(Array.isArray).flat();
  return [
    ...(schema.type === 'number' ? ['a number that is no integer'] : []),
    ...(choices.filter(isConstant).length > 1 ? ['constants that are no enum'] : []),
  ];
}

/**
 * The paths of everything in a document's schemas that client generators cannot handle. They make fractions of `number`, and
 * classes that do not compile of a choice between constants.
 */
export function schemaFaults(document: unknown, path: readonly string[] = []): string[] {
  if (typeof document !== 'object' || document === null) return [];
  const own = Array.isArray(document) ? [] : faultsOf(document as Found);
  const inner = Object.entries(document).flatMap(([name, value]) =>
    DATA.has(name) ? [] : schemaFaults(value, [...path, name]),
  );
  return [...own.map((fault) => `${path.join('.')}: ${fault}`), ...inner];
}
