import { createHash, randomBytes } from 'node:crypto';
import type { OperatorApi } from '../api/operator-api.ts';
import { createBrowser, type Opened } from './browser.ts';
import type { Steps } from './steps.ts';

/** Nobody listens there: the demo looks at the address itself. */
const REDIRECT_URI = 'https://meals.example/signed-in';

export interface SignInScene {
  url: string;
  operator: OperatorApi;
  steps: Steps;
  service: { id: string; clientId: string; body: Record<string, unknown> };
  /** Who signs in. */
  email: string;
  userId: string;
  /** Waits for a text of an email to the person. */
  emailWith(pattern: RegExp): Promise<RegExpExecArray>;
}

const random = () => randomBytes(32).toString('base64url');
/** The code, on a line of its own. */
export const CODE = /^\s*(\d{4}) (\d{4})\s*$/m;

/** Signs a person in to a service by a code from the mailbox, as service and browser see it. */
export async function playSignIn(scene: SignInScene): Promise<void> {
  const { url, operator, steps, service, email, userId, emailWith } = scene;
  const { step, heading } = steps;
  const secretPath = `/manage/services/${service.id}/client-secret`;
  heading('Signing in');
  const clientSecret = await step('The operator lets people sign in to the service', async () => {
    const body = { ...service.body, redirectUris: [REDIRECT_URI], signIn: {} };
    await operator.call('PUT', `/manage/services/${service.id}`, { json: body });
    const answer = await operator.call('POST', secretPath, { json: { overlapSeconds: 0 } });
    return (answer.body as { clientSecret: string }).clientSecret;
  });
  const [state, nonce, verifier] = [random(), random(), random()];
  const browser = createBrowser(url);
  const opened = await step('The service sends the browser to the platform', () =>
    browser.open(authorizeUrl(url, service.clientId, { state, nonce, verifier })),
  );
  const asked = await step(
    'The person gives the email address',
    () => browser.send(pageOf(opened), '/address', { email }),
    () => email,
  );
  const code = await step(
    'The person reads the code in the mailbox',
    async () => (await emailWith(CODE)).slice(1).join(''),
    (digits) => `${digits.slice(0, 4)} ${digits.slice(4)}`,
  );
  const back = await step(
    'The person types the code, and is sent back to the service',
    async () => leftTo(await browser.send(pageOf(asked), '/code', { code }), state),
    (location) => `${location.origin}${location.pathname}`,
  );
  await step(
    'The service redeems what the browser brought, for an ID token',
    async () => {
      const claims = await redeem({ url, clientId: service.clientId, clientSecret, verifier, back });
      if (claims.nonce !== nonce || claims.sub !== userId)
        throw new Error('the ID token is about something else');
      return claims;
    },
    ({ sub, organisation, acr }) => `sub ${sub}\norganisation “${organisation?.name}”, acr ${acr}`,
  );
}

function authorizeUrl(
  url: string,
  clientId: string,
  own: { state: string; nonce: string; verifier: string },
): string {
  const { state, nonce, verifier } = own;
  const sent = new URLSearchParams({
    ...{ client_id: clientId, redirect_uri: REDIRECT_URI, response_type: 'code', state, nonce },
    ...{ scope: 'openid profile email organisation roles', code_challenge_method: 'S256' },
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  });
  return `${url}/oidc/authorize?${sent}`;
}

/** The page that the browser shows. */
export function pageOf(opened: Opened) {
  if ('page' in opened) return opened.page;
  throw new Error(`the browser was sent away: ${opened.leftTo.searchParams.get('error')}`);
}

function leftTo(opened: Opened, state: string): URL {
  if ('page' in opened) throw new Error('the platform shows another page');
  if (opened.leftTo.searchParams.get('state') !== state) throw new Error('the state is another');
  return opened.leftTo;
}

interface IdTokenClaims {
  sub: string;
  nonce?: string;
  acr?: string;
  organisation?: { name?: string };
}

async function redeem({
  url,
  clientId,
  clientSecret,
  verifier,
  back,
}: Record<'url' | 'clientId' | 'clientSecret' | 'verifier', string> & { back: URL }): Promise<IdTokenClaims> {
  const answer = await fetch(`${url}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({
      ...{ grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '' },
      ...{ redirect_uri: REDIRECT_URI, code_verifier: verifier },
    }),
  });
  const { id_token: token = '', error } = (await answer.json()) as { id_token?: string; error?: string };
  if (!answer.ok) throw new Error(`the token endpoint says ${error}`);
  // It came by the platform's own connection; a service lets its library check the signature.
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as IdTokenClaims;
}
