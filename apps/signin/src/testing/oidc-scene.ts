import { createHash } from 'node:crypto';
import {
  exampleEvent,
  parseEvent,
  type ServiceSignIn,
  type ServiceState,
  type StateOf,
} from '@gatehouse/contracts';
import { membership, organisation, service, user } from '@gatehouse/contracts/testing';
import { openReadModel } from '@gatehouse/read-models';
import type { CollectionDeclaration, Document } from '@gatehouse/store';
import { type CookieBrowser, createBrowser, eventually } from '@gatehouse/testing';
import { signingKeysCollection } from '../keys/signing-keys.store.ts';
import { openParts } from '../open-parts.ts';
import { openPeople, people as peopleDeclaration } from '../people/people.read-model.ts';
import { peopleOfTokens } from '../people/people-of-tokens.ts';
import type { SignedInBy } from '../provider/signed-in.ts';
import { recordsCollection } from '../records/records.store.ts';
import { sessionsCollection } from '../sessions/sessions.store.ts';
import { type SigninOptions, startSigninUnderTest, testId } from './signin-under-test.ts';

export const CLIENT_SECRET = 'a-client-secret-of-forty-three-characters-00';
export const REDIRECT = 'http://localhost:9/signed-in';
export const VERIFIER = 'a'.repeat(43);
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
export const ids = {
  ann: testId('ann'),
  bob: testId('bob'),
  school: testId('school'),
  college: testId('college'),
  service: testId('service'),
};

const at = '2026-01-01T00:00:00.000Z';
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

const SIGN_IN = {
  postLogoutRedirectUris: ['http://localhost:9/signed-out'],
  ...{ clientAuth: 'secret', pkce: 'required', organisations: 'granted', refreshTokens: true },
} as const satisfies ServiceSignIn;

export function serviceWithSignIn(id: string, more: Partial<ServiceState> = {}): ServiceState {
  return service(id, {
    clientId: `client-${id.slice(0, 8).toLowerCase()}`,
    redirectUris: [REDIRECT, 'https://service.example.org/back'],
    signIn: SIGN_IN,
    clientSecrets: [{ id: testId('secret'), sha256: sha256(CLIENT_SECRET), createdAt: at }],
    ...more,
  });
}

/** Sign-in with a service, and two people of whom ann has access to it for one school. */
export async function startOidcScene(options: SigninOptions = {}) {
  const app = await startSigninUnderTest(options);
  const { neighbours } = app;
  const parts = openParts({
    config: app.config,
    store: app.store,
    sealer: app.sealer,
    publicUrl: app.publicUrl,
    log: app.log,
    services: app.services,
    now: () => app.clock.now(),
  });
  const now = () => app.clock.now();
  const model = await openReadModel({ store: app.store, declaration: peopleDeclaration, now });
  const people = peopleOfTokens(openPeople(model.collections, now));
  const serviceRegistered = () => {
    const found = app.services.byId(ids.service);
    if (found === undefined) throw new Error('the service is not known yet');
    return found;
  };
  const clientId = serviceWithSignIn(ids.service).clientId;

  const grantTo = (organisationId: string, roles: string[], userId = ids.ann, serviceId = ids.service) =>
    neighbours.publish('gatehouse.access.grant.v1', {
      ...(parseEvent(exampleEvent('gatehouse.access.grant.v1').event)?.data
        .state as StateOf<'gatehouse.access.grant.v1'>),
      ...{ id: `${serviceId}:${organisationId}:${userId}`, serviceId, organisationId, userId, roles },
    } as never);

  await neighbours.publish('gatehouse.access.service.v1', serviceWithSignIn(ids.service));
  for (const id of [ids.school, ids.college]) {
    await neighbours.publish(
      'gatehouse.directory.organisation.v1',
      organisation(id, { name: id === ids.school ? 'A School' : 'B College' }),
    );
  }
  await neighbours.publish(
    'gatehouse.directory.user.v1',
    user(ids.ann, {
      email: 'ann@example.org',
      givenName: 'Ann',
      familyName: 'Lee',
      memberships: [membership(ids.school, 1), membership(ids.college, 1)],
    }),
  );
  await neighbours.publish('gatehouse.directory.user.v1', user(ids.bob, { email: 'bob@example.org' }));
  await grantTo(ids.school, ['Editor']);
  await eventually(async () => {
    const { status, headers } = await createBrowser(app).visit(authorizeUrl(clientId));
    if (status !== 303 || !headers.get('location')?.includes('/sign-in/')) throw new Error('not known yet');
  });

  return {
    ...{ ...app, parts, clientId, grantTo, sessionsCollection, signIn: SIGN_IN },
    browser: () => createBrowser(app),
    userinfo: (token = '') =>
      app.send({ kind: 'public' }, 'GET', '/oidc/userinfo', {
        headers: { authorization: `Bearer ${token}` },
      }),
    choicesOf: (userId: string) => people.choices(userId, serviceRegistered()),
    ungrant: (organisationId: string, userId: string) =>
      neighbours.publish('gatehouse.access.grant.v1', {
        ...{
          id: `${ids.service}:${organisationId}:${userId}`,
          serviceId: ids.service,
          organisationId,
          userId,
        },
        ...{ state: 'removed', removedAt: new Date().toISOString() },
      }),
    /** Every document of what OpenID Connect keeps. */
    everythingStored: async () => {
      const collections = [recordsCollection, sessionsCollection, signingKeysCollection];
      const found = collections.map((each) =>
        app.store.collection(each as CollectionDeclaration<Document>).find({ limit: 1_000 }),
      );
      return (await Promise.all(found)).flat();
    },
    /** A service of its own for a test. */
    async publishService(name: string, more: Partial<ServiceState> = {}): Promise<ServiceState> {
      const state = serviceWithSignIn(testId(name), more);
      await neighbours.publish('gatehouse.access.service.v1', state);
      return state;
    },
    /** Waits until the app knows a service as it is. */
    async knows({ id, updatedAt }: ServiceState): Promise<void> {
      await eventually(() => expect(app.services.byId(id)?.updatedAt).toBe(updatedAt));
    },
  };
}

export type OidcScene = Awaited<ReturnType<typeof startOidcScene>>;

export function authorizeUrl(clientId: string, more: Record<string, string | undefined> = {}): string {
  const params = {
    ...{ client_id: clientId, redirect_uri: REDIRECT, response_type: 'code', scope: 'openid' },
    ...{ state: 'a-state', nonce: 'a-nonce', code_challenge: CHALLENGE, code_challenge_method: 'S256' },
    ...more,
  };
  const given = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/oidc/authorize?${new URLSearchParams(given)}`;
}

/** What a redirect to the service says. */
export function answerOf(response: Response): Record<string, string> {
  const location = response.headers.get('location') ?? '';
  if (!URL.canParse(location)) throw new Error(`${response.status} leads to "${location}"`);
  return Object.fromEntries(new URL(location).searchParams);
}

const BY_CODE = { method: 'code' as const, acr: 'urn:gatehouse:acr:1', amr: ['otp'] };

/** Follows an authorization to its end, signing in as a user wherever a page asks. */
export async function authorize(
  { parts }: Pick<OidcScene, 'parts'>,
  browser: CookieBrowser,
  url: string,
  as: { userId?: string; by?: Partial<SignedInBy>; organisationId?: string } = {},
): Promise<Response> {
  let answer = await browser.visit(url);
  for (let hop = 0; hop < 6; hop++) {
    const location = answer.headers.get('location') ?? '';
    const id = /\/sign-in\/([^/?]+)$/.exec(location)?.[1];
    if (id === undefined) {
      if (answer.status !== 303 || !location.includes('/oidc/authorize')) return answer;
      answer = await browser.visit(location);
      continue;
    }
    const read = await parts.interactions.read(id, browser.cookieHeader(`/sign-in/${id}`));
    if (read.status !== 'open') throw new Error(`the request is ${read.status}`);
    const next =
      read.asks === 'organisation'
        ? as.organisationId === undefined
          ? undefined
          : await parts.interactions.finishWithOrganisation(id, as.organisationId)
        : as.userId === undefined
          ? undefined
          : await parts.interactions.finishWithLogin(id, { userId: as.userId, ...BY_CODE, ...as.by }, 'c');
    if (next === undefined) return answer;
    answer = await browser.visit(next);
  }
  throw new Error('it never ends');
}

/** Exchanges a code, by default as the service itself. */
export function exchange(
  { send, clientId }: Pick<OidcScene, 'send' | 'clientId'>,
  params: Record<string, string>,
  headers: Record<string, string> = basic(clientId),
): Promise<Response> {
  const body = new URLSearchParams({
    ...{ grant_type: 'authorization_code', redirect_uri: REDIRECT, code_verifier: VERIFIER },
    ...params,
  });
  return send({ kind: 'public' }, 'POST', '/oidc/token', { body, headers });
}

export function basic(clientId: string, secret = CLIENT_SECRET): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` };
}

export type ClaimSet = Record<string, unknown>;

export function claimsOf(token = ''): ClaimSet {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

/** Signs in and redeems the code. */
export async function tokensOf(
  scene: OidcScene,
  browser: CookieBrowser,
  as: Parameters<typeof authorize>[3] = { userId: ids.ann },
  more: Record<string, string | undefined> = {},
): Promise<Record<string, string>> {
  const back = await authorize(scene, browser, authorizeUrl(scene.clientId, more), as);
  const { code = '' } = answerOf(back);
  return (await (await exchange(scene, { code })).json()) as Record<string, string>;
}
