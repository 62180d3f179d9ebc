import { isRecord } from './answers.ts';
import { Refused } from './failures.ts';

const textsOf = (value: unknown) =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];

/** What an answer of 400 and above says, a line for each fault: the problem's `errors`, or else its own words. */
export function refusalOf(status: number, body: unknown): Refused {
  const problem = isRecord(body) ? body : {};
  const faults = [...textsOf(problem.errors), ...textsOf(problem.reasons)];
  const [words] = textsOf([problem.detail, problem.message, problem.title]);
  const lines = faults.length > 0 ? faults : [words ?? `The platform answered ${status}`];
  return new Refused([...lines, ...remarksOn(status, problem.correlationId)], status);
}

function remarksOn(status: number, correlationId: unknown): string[] {
  if (status === 401) {
    return ["Is the operator's secret that of the platform at --url? See --data-dir and --operator-secret."];
  }
  return status >= 500 && typeof correlationId === 'string' ? [`Correlation id: ${correlationId}`] : [];
}
