import { operatorExamples } from './operator-examples.ts';
import { publicExamples } from './public-examples.ts';

/** What a call may look like: its body, and its answers by status. */
export interface Example {
  request?: unknown;
  [status: number]: unknown;
}

const EXAMPLES: Readonly<Record<string, Example>> = { ...publicExamples, ...operatorExamples };

/** The names of the operations that have examples. */
export const exampledOperations = Object.keys(EXAMPLES);

/** An operation's example, for its place in the document; nothing where it has none. */
export function exampleOf(operationId: string, part: 'request' | number): { example?: unknown } {
  const example = EXAMPLES[operationId]?.[part as number];
  return example === undefined ? {} : { example };
}
