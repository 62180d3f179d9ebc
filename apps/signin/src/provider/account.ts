import { emailKey } from '@gatehouse/contracts';
import { hashOf } from '../sessions/open-sessions.ts';
import type { Context } from './context.ts';
import { organisationOfGrant } from './grant-id.ts';
import type { OidcParts } from './parts.ts';
import type { Person } from './people-port.ts';

type Parts = Pick<OidcParts, 'people' | 'sessions' | 'services'>;

/** What a code or token says of where it came from. */
interface Source {
  kind?: string;
  grantId?: string;
  sessionUid?: string;
  clientId?: string;
}

function profileOf({ givenName, familyName }: Person) {
  const name = [givenName, familyName].filter((part) => part !== undefined).join(' ');
  return {
    ...(name !== '' && { name }),
    ...(givenName !== undefined && { given_name: givenName }),
    ...(familyName !== undefined && { family_name: familyName }),
  };
}

/** The accounts of people who are active, with their claims as they are now. */
export function createFindAccount({ people, sessions, services }: Parts) {
  /** `email_verified`: whether this very signing in proved the address that the person has now. */
  async function emailOf({ email }: Person, sessionId: string | undefined) {
    if (email === undefined) return {};
    const session = sessionId === undefined ? undefined : await sessions.get(sessionId);
    return { email, email_verified: session?.provedEmail === hashOf(emailKey(email)) };
  }

  async function claimsOf(person: Person, scopes: ReadonlySet<string>, source: Source) {
    const organisationId = organisationOfGrant(source.grantId);
    const service = services.byClientId(source.clientId ?? '');
    const organisation =
      organisationId === undefined ? undefined : await people.organisation(person.id, organisationId);
    const roles =
      organisation === undefined || organisationId === undefined || service === undefined
        ? []
        : await people.roles(person.id, service.id, organisationId);
    return {
      ...(scopes.has('profile') && profileOf(person)),
      ...(scopes.has('email') && (await emailOf(person, source.sessionUid))),
      ...(scopes.has('organisation') && { organisation: organisation ?? {} }),
      ...(scopes.has('roles') && { roles: [...roles] }),
    };
  }

  return async function findAccount(_ctx: Context, sub: string, token?: unknown) {
    const person = await people.person(sub);
    if (person?.active !== true) return undefined;
    const source = (token ?? {}) as Source;
    if (source.kind === 'RefreshToken' && source.sessionUid !== undefined)
      await sessions.touch(source.sessionUid);
    return {
      accountId: sub,
      claims: async (_use: string, scope: string) => ({
        sub,
        ...(await claimsOf(person, new Set(scope.split(' ')), source)),
      }),
    };
  };
}
