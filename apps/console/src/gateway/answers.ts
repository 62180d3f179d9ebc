import { z } from 'zod';

/** The platform refused a call: 400, 404, 409… */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly string[];
  constructor(status: number, detail: string, errors: readonly string[] = []) {
    super(`the gateway answered ${status}`);
    this.status = status;
    this.detail = detail;
    this.errors = errors;
  }

  /** What is wrong, a sentence each. */
  get sentences(): readonly string[] {
    if (this.errors.length > 0) return this.errors;
    return [this.detail === '' ? `The platform refused this (${this.status}).` : this.detail];
  }
}

/** There was no answer to go on with: the gateway is away, or the app behind it. The path has no query. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly path: string;
  readonly status: number | undefined;
  constructor(path: string, status: number | undefined, cause?: unknown) {
    super(status === undefined ? 'the gateway did not answer' : `the gateway answered ${status}`, { cause });
    this.path = path;
    this.status = status;
  }
}

/** A call whose answer is of no interest. */
export const anyAnswer = z.unknown();

/** A page of a list of the operator's API. */
export function listOf<const N extends string, S extends z.ZodType>(name: N, record: S) {
  return z
    .looseObject({ numberOfRecords: z.number(), page: z.number(), numberOfPages: z.number() })
    .transform((answer, context) => {
      const records = z.array(record).safeParse(answer[name]);
      if (!records.success) {
        for (const issue of records.error.issues) {
          context.addIssue({ code: 'custom', message: issue.message, path: [name, ...issue.path] });
        }
        return z.NEVER;
      }
      const { numberOfRecords, page, numberOfPages } = answer;
      return { records: records.data, numberOfRecords, page, numberOfPages };
    });
}
export type List<T> = { records: T[]; numberOfRecords: number; page: number; numberOfPages: number };

/** A member that may be absent or `null`, which are one here. */
export const maybe = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((value) => value ?? undefined);
export const maybeText = maybe(z.string());
