import { type ProblemType, type ProblemTypeName, problemTypes } from '@gatehouse/contracts';
import { Fault } from '@gatehouse/errors';
import type { z } from 'zod';

type MembersOf<N extends ProblemTypeName> = {
  readonly [M in keyof (typeof problemTypes)[N]['members']]: (typeof problemTypes)[N]['members'][M] extends z.ZodType
    ? z.input<(typeof problemTypes)[N]['members'][M]>
    : never;
};

interface FurtherParts {
  /** For the log. */
  cause?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** A refusal whose problem has a type of its own, with the members of that type. */
export function faultOfKind<N extends ProblemTypeName>(
  name: N,
  members: MembersOf<N>,
  further: FurtherParts = {},
): Fault {
  const { code, detail, title, challenge }: ProblemType = problemTypes[name];
  const kind = { name, title, ...(challenge !== undefined && { challenge }) };
  return new Fault(code, { publicText: detail, members, kind, ...further });
}
