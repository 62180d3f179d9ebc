import type { CallOptions, OperatorApi } from '../api/operator-api.ts';
import { refusalOf } from '../api/refusal.ts';

export interface Call {
  method: string;
  path: string;
  query: CallOptions['query'];
  json: unknown;
}

/** An API that answers from a table of `METHOD path` and keeps what it was asked; what is not in the table is 404. */
export function scriptApi(
  answers: Readonly<Record<string, unknown | ((call: Call) => unknown)>>,
): OperatorApi & { readonly calls: Call[] } {
  const calls: Call[] = [];
  return {
    calls,
    async call(method, path, { query, json } = {}) {
      const call = { method, path, query, json };
      calls.push(call);
      const answer = answers[`${method} ${path}`];
      if (answer === undefined) throw refusalOf(404, { detail: 'There is no such thing' });
      return { status: 200, body: typeof answer === 'function' ? answer(call) : answer };
    },
    close: async () => {},
  };
}
