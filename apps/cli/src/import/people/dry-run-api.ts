import { randomUUID } from 'node:crypto';
import { emailKey } from '@gatehouse/contracts';
import { type JsonRecord, recordOf, textOf } from '../../api/answers.ts';
import type { Answer, CallOptions, OperatorApi } from '../../api/operator-api.ts';
import { Refused } from '../../failures.ts';

const USER = /^\/manage\/users\/([^/]+)/;

/** An API for a dry run: writes are kept in memory and shown to later reads. */
export function dryRunApi(api: OperatorApi): OperatorApi {
  const written = new Map<string, JsonRecord>();
  const userOfEmail = new Map<string, JsonRecord>();
  const made = new Set<string>();

  function makeUser(json: JsonRecord): JsonRecord {
    const user = { ...json, id: randomUUID() };
    userOfEmail.set(emailKey(textOf(json, 'email')), user);
    made.add(user.id);
    return user;
  }

  async function read(target: string, options: CallOptions): Promise<Answer> {
    const held = written.get(target);
    if (held !== undefined) return { status: 200, body: held };
    const user = userOfEmail.get(emailKey(String(options.query?.email ?? '')));
    if (user !== undefined) return { status: 200, body: { users: [user] } };
    if (made.has(USER.exec(target)?.[1] ?? '')) throw new Refused(['There is nothing here'], 404);
    return api.call('GET', target, options);
  }

  return {
    async call(method, target, options = {}) {
      const json = recordOf(options.json);
      if (method === 'POST') return { status: 201, body: makeUser(json) };
      if (method === 'GET') return read(target, options);
      written.set(target, json);
      return { status: 200, body: json };
    },
    close: () => api.close(),
  };
}
