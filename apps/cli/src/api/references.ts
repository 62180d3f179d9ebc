import { lowerAscii } from '@gatehouse/contracts';
import { Misused, notFound, Refused } from '../failures.ts';
import { type JsonRecord, textOf } from './answers.ts';
import type { OperatorApi } from './operator-api.ts';
import { pagesOf } from './pages.ts';

/** Looks up the id of a service, a user or an organisation by what people call it. Throws Refused where there is none. */
export interface References {
  /** An id or a client id. */
  service(text: string): Promise<string>;
  /** An id or an email address. */
  user(text: string): Promise<string>;
  /** An id, `urn:…`, `uid:…`, `ukprn:…` or `upin:…`, or a bare URN, UKPRN or UID. */
  organisation(text: string): Promise<string>;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const IDENTIFIER = /^(urn|uid|ukprn|upin):(\S+)$/i;
const BARE_IDENTIFIERS = ['urn', 'ukprn', 'uid'] as const;

export function isId(text: string): boolean {
  return UUID.test(text);
}

/** References that the API looks up. */
export function createReferences(api: OperatorApi): References {
  async function serviceWith(clientId: string): Promise<string> {
    const wanted = lowerAscii(clientId);
    for await (const services of pagesOf(api, '/manage/services', 'services')) {
      const found = services.find((service) => lowerAscii(textOf(service, 'clientId')) === wanted);
      if (found !== undefined) return textOf(found, 'id');
    }
    throw notFound(`There is no service with the client id ${clientId}`);
  }

  async function firstPage(path: string, plural: string, query: Record<string, string>) {
    for await (const records of pagesOf(api, path, plural, query)) return records;
    return [];
  }

  async function userWith(email: string): Promise<string> {
    const [found] = await firstPage('/manage/users', 'users', { email });
    if (found === undefined) throw notFound('There is no user with that email address');
    return textOf(found, 'id');
  }

  async function organisationWith(kind: string, identifier: string): Promise<string | undefined> {
    const found = await firstPage('/manage/organisations', 'organisations', { [kind]: identifier });
    if (found.length > 1) throw new Refused([ambiguous(kind, found)]);
    return found[0] && textOf(found[0], 'id');
  }

  async function organisation(text: string): Promise<string> {
    if (isId(text)) return text;
    const [, kind, identifier] = IDENTIFIER.exec(text) ?? [];
    if (kind === undefined && !/^\d+$/.test(text)) {
      throw new Misused([
        `${text} names no organisation: give an id, a URN, or urn:, uid:, ukprn: or upin: with a number`,
      ]);
    }
    const kinds = kind === undefined ? BARE_IDENTIFIERS : [kind.toLowerCase()];
    for (const candidate of kinds) {
      const id = await organisationWith(candidate, identifier ?? text);
      if (id !== undefined) return id;
    }
    throw notFound(
      `There is no organisation with the ${kinds.join(', ').toUpperCase()} ${identifier ?? text}`,
    );
  }

  return {
    service: async (text) => (isId(text) ? text : serviceWith(text)),
    async user(text) {
      if (isId(text)) return text;
      if (!text.includes('@')) throw new Misused([`${text} names no user: give an id or an email address`]);
      return userWith(text);
    },
    organisation,
  };
}

/** Looks each text up once; failed lookups are repeated. */
export function remember<T>(look: (text: string) => Promise<T>): (text: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (text) => {
    const found = known.get(text) ?? look(text);
    known.set(text, found);
    found.catch(() => known.delete(text));
    return found;
  };
}

/** References that look each service and organisation up once. */
export function rememberedReferences(references: References): References {
  return {
    service: remember(references.service),
    organisation: remember(references.organisation),
    user: references.user,
  };
}

function ambiguous(kind: string, found: readonly JsonRecord[]): string {
  return `${found.length} organisations have that ${kind.toUpperCase()}: name one by its id`;
}
