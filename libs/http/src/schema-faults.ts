import type { z } from 'zod';

/** `text`: each fault is worded by its schema. `field`: each begins with the path of its field, `conditions[0].operator: …`. */
export type FaultStyle = 'text' | 'field';

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function limitOf(origin: string, limit: string): string {
  if (origin === 'array') return `should have ${limit} entries`;
  return `should be ${limit}${origin === 'string' ? ' characters' : ''}`;
}

/** The message for a fault that its schema does not word. It never repeats the value. */
function messageOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'is missing'
        : `should be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return issue.input === undefined
        ? 'is missing'
        : `should be one of ${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return limitOf(issue.origin, `at most ${issue.maximum}`);
    case 'too_small':
      return limitOf(issue.origin, `at least ${issue.minimum}`);
    default:
      return 'is not valid';
  }
}

function fieldOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((field, step) => {
    if (typeof step === 'number') return `${field}[${step}]`;
    return field === '' ? String(step) : `${field}.${String(step)}`;
  }, '');
}

function faultsOf(issue: z.core.$ZodIssue, style: FaultStyle): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${fieldOf([...issue.path, key]).slice(0, 200)}: is not known here`);
  }
  const standsAlone = style === 'text' || (issue.code === 'custom' && issue.params?.namesItsField === true);
  const field = fieldOf(issue.path);
  return [standsAlone || field === '' ? issue.message : `${field}: ${issue.message}`];
}

export type Checked<T> = { value: T; faults?: never } | { value?: never; faults: string[] };

/** The parsed value, or every fault, in the schema's order. */
export function check<S extends z.ZodType>(
  schema: S,
  value: unknown,
  style: FaultStyle,
): Checked<z.output<S>> {
  const result = schema.safeParse(value, { error: messageOf });
  if (result.success) return { value: result.data };
  return { faults: [...new Set(result.error.issues.flatMap((issue) => faultsOf(issue, style)))] };
}
