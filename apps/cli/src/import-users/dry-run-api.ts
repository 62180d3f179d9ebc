import { randomUUID } from 'node:crypto';
import { type JsonRecord, recordOf, textOf } from '../answers.ts';
import { Refused } from '../failures.ts';
import { type OperatorApi, path } from '../operator-api.ts';
import { pagesOf } from '../pages.ts';

const USER = /^\/manage\/users\/([^/]+)/;
const GRANT = /\/services\/([^/]+)$/;

/**
 * The API as an import of users sees it, where nothing is written: what would be is remembered and shown to later reads.
 * Role codes are held against the service's roles, and a new user's names must be there; policies are not looked at.
 */
export function dryRunApi(api: OperatorApi): OperatorApi {
  const written = new Map<string, JsonRecord>();
  const idOfEmail = new Map<string, string>();
  const made = new Set<string>();
  const codesOf = new Map<string, Promise<Set<string>>>();

  async function readCodes(service: string): Promise<Set<string>> {
    const codes = new Set<string>();
    for await (const roles of pagesOf(api, path`/manage/services/${service}/roles`, 'roles')) {
      for (const role of roles) codes.add(textOf(role, 'code'));
    }
    return codes;
  }

  function codes(service: string): Promise<Set<string>> {
    const known = codesOf.get(service) ?? readCodes(service);
    codesOf.set(service, known);
    return known;
  }

  function makeUser(json: JsonRecord): JsonRecord {
    const missing = ['given_name', 'family_name'].filter((member) => textOf(json, member).trim() === '');
    if (missing.length > 0)
      throw new Refused(
        missing.map((member) => `${member}: is blank`),
        400,
      );
    const id = randomUUID();
    idOfEmail.set(textOf(json, 'email').toLowerCase(), id);
    made.add(id);
    return { ...json, id };
  }

  async function put(target: string, json: JsonRecord): Promise<void> {
    const service = GRANT.exec(target)?.[1];
    const roles = Array.isArray(json.roles) ? json.roles : [];
    if (service !== undefined && roles.length > 0) {
      const known = await codes(decodeURIComponent(service));
      const unknown = roles.filter((code) => !known.has(code));
      if (unknown.length > 0) throw new Refused([`The service has no role ${unknown.join(', ')}`], 400);
    }
    written.set(target, json);
  }

  return {
    async call(method, target, options = {}) {
      const json = recordOf(options.json);
      if (method === 'POST') return { status: 201, body: makeUser(json) };
      if (method === 'PUT') {
        await put(target, json);
        return { status: 200, body: json };
      }
      const held = written.get(target);
      if (held !== undefined) return { status: 200, body: held };
      const id = idOfEmail.get(String(options.query?.email ?? '').toLowerCase());
      if (id !== undefined) return { status: 200, body: { users: [{ id }] } };
      if (made.has(USER.exec(target)?.[1] ?? '')) throw new Refused(['There is nothing here'], 404);
      return api.call(method, target, options);
    },
    close: () => api.close(),
  };
}
