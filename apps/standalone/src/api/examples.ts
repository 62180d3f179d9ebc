import type { Example } from './example.ts';
import { operatorExamples } from './operator-examples.ts';
import { publicExamples } from './public-examples.ts';

const EXAMPLES: Readonly<Record<string, Example>> = { ...publicExamples, ...operatorExamples };

/** The names of the operations that have examples. */
export const exampledOperations = Object.keys(EXAMPLES);

/** An operation's example, for its place in the document; nothing where it has none. */
export function exampleOf(operationId: string, part: 'request' | number): { example?: unknown } {
  const example = EXAMPLES[operationId]?.[part as number];
  return example === undefined ? {} : { example };
}
