import { randomUUID } from 'node:crypto';
import { emailKey, isBlank, isPlainText } from '@gatehouse/contracts';
import { type JsonRecord, recordOf, textOf } from '../answers.ts';
import { Refused } from '../failures.ts';
import { type Answer, type CallOptions, type OperatorApi, path } from '../operator-api.ts';
import { pagesOf } from '../pages.ts';

const USER = /^\/manage\/users\/([^/]+)/;
const GRANT = /\/services\/([^/]+)$/;

const NAME_MAX = 255;

/** Why the platform would not take a new user's name. */
function faultOfName(name: string): string | undefined {
  if (isBlank(name)) return 'is blank';
  if (name.length > NAME_MAX) return `should be at most ${NAME_MAX} characters`;
  return isPlainText(name) ? undefined : 'holds control characters';
}

/**
 * The API as an import of users sees it, where nothing is written: what would be is remembered and shown to later reads.
 * Role codes are held against the service's roles, and a new user's names must be as they may; policies are not looked at.
 */
export function dryRunApi(api: OperatorApi): OperatorApi {
  const written = new Map<string, JsonRecord>();
  const idOfEmail = new Map<string, string>();
  const made = new Set<string>();
  const rolesOf = new Map<string, Promise<Map<string, string>>>();

  /** The status of each role of a service, by its code. */
  async function readRoles(service: string): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for await (const roles of pagesOf(api, path`/manage/services/${service}/roles`, 'roles')) {
      for (const role of roles) found.set(textOf(role, 'code'), textOf(role, 'status'));
    }
    return found;
  }

  function knownRoles(service: string): Promise<Map<string, string>> {
    const known = rolesOf.get(service) ?? readRoles(service);
    rolesOf.set(service, known);
    return known;
  }

  function makeUser(json: JsonRecord): JsonRecord {
    const faults = ['given_name', 'family_name'].flatMap((member) => {
      const fault = faultOfName(textOf(json, member));
      return fault === undefined ? [] : [`${member}: ${fault}`];
    });
    if (faults.length > 0) throw new Refused(faults, 400);
    const id = randomUUID();
    idOfEmail.set(emailKey(textOf(json, 'email')), id);
    made.add(id);
    return { ...json, id };
  }

  async function put(target: string, json: JsonRecord): Promise<void> {
    const service = GRANT.exec(target)?.[1];
    const roles = Array.isArray(json.roles) ? json.roles.map(String) : [];
    if (service !== undefined && roles.length > 0)
      await checkRoles(target, decodeURIComponent(service), roles);
    written.set(target, json);
  }

  /** A role that is inactive is not granted anew; who has it keeps it. */
  async function checkRoles(target: string, service: string, roles: readonly string[]): Promise<void> {
    const known = await knownRoles(service);
    const unknown = roles.filter((code) => !known.has(code));
    if (unknown.length > 0) throw new Refused([`The service has no role ${unknown.join(', ')}`], 400);
    const inactive = roles.filter((code) => known.get(code) === 'Inactive');
    if (inactive.length === 0) return;
    const held = await rolesHeld(target);
    const anew = inactive.filter((code) => !held.includes(code));
    if (anew.length > 0) throw new Refused([`The role ${anew.join(', ')} is inactive`], 400);
  }

  async function rolesHeld(target: string): Promise<readonly unknown[]> {
    try {
      const { roles } = recordOf((await read(target)).body);
      return Array.isArray(roles) ? roles : [];
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return [];
      throw error;
    }
  }

  async function read(target: string, options: CallOptions = {}): Promise<Answer> {
    const held = written.get(target);
    if (held !== undefined) return { status: 200, body: held };
    const id = idOfEmail.get(emailKey(String(options.query?.email ?? '')));
    if (id !== undefined) return { status: 200, body: { users: [{ id }] } };
    if (made.has(USER.exec(target)?.[1] ?? '')) throw new Refused(['There is nothing here'], 404);
    return api.call('GET', target, options);
  }

  return {
    async call(method, target, options = {}) {
      const json = recordOf(options.json);
      if (method === 'POST') return { status: 201, body: makeUser(json) };
      if (method === 'PUT') {
        await put(target, json);
        return { status: 200, body: json };
      }
      return read(target, options);
    },
    close: () => api.close(),
  };
}
