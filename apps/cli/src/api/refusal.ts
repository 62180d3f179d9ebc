import { Refused } from '../failures.ts';
import { isRecord } from './answers.ts';

const textsOf = (value: unknown) =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];

/** The refusal in an answer of 400 and above, a line for each fault: the problem's `errors`, or else its detail. */
export function refusalOf(status: number, body: unknown, requestId?: string): Refused {
  const problem = isRecord(body) ? body : {};
  const [errors = []] = [textsOf(problem.errors), textsOf(problem.reasons)].filter(
    ({ length }) => length > 0,
  );
  const [message = `The platform answered ${status}`] = textsOf([
    problem.detail,
    problem.message,
    problem.title,
  ]);
  const [code = `http-${status}`] = textsOf([problem.code]);
  const [correlationId] = textsOf([problem.correlationId, requestId]);
  const lines = errors.length > 0 ? errors : [message];
  return new Refused([...lines, ...remarksOn(status, correlationId)], status, {
    code,
    message,
    ...(errors.length > 0 && { errors }),
    ...(correlationId !== undefined && { correlationId }),
  });
}

function remarksOn(status: number, correlationId: string | undefined): string[] {
  if (status === 401) {
    return [
      "Is the secret that of the platform at --url? The operator's: --data-dir, --operator-secret. A service's: --secret.",
    ];
  }
  return status >= 500 && correlationId !== undefined ? [`Correlation id: ${correlationId}`] : [];
}
