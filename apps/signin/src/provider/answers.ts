import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { cookieNamed, pageHeaders, setCookie } from '@gatehouse/http';
import type { Provider } from 'oidc-provider';
import type { Context } from './context.ts';
import { describeFaults } from './described-faults.ts';
import { endpointOf } from './endpoints.ts';
import type { OidcParts } from './parts.ts';
import { signInOf } from './sign-in-of.ts';

const MAX_AGE = 'public, max-age=300';

/** Faults of a client's authentication that the library calls faults of the request. */
const NO_AUTHENTICATION = new Set([
  'no client authentication mechanism provided',
  'invalid authorization header value format',
  'client_id and client_secret in the authorization header are not properly encoded',
  'client_secret must be provided in the Authorization header',
]);

/** Of the page that sends an answer back by a form. */
const FORM_POST = '<title>Submitting Callback</title>';

/** Which requests failed for a reason that is not the request's. */
export type Failures = WeakMap<IncomingMessage, unknown>;

function cookiesOf(ctx: Context): string[] {
  const given = ctx.res.getHeader('set-cookie') ?? [];
  return [given].flat().map(String);
}

type AnswerParts = Pick<OidcParts, 'cookies' | 'secure' | 'interactions' | 'issuer' | 'services' | 'signIns'>;

/** Brings the library's answers in line with the platform's: headers, cookies, and what it has other words for. */
export function adjustAnswers(provider: Provider, parts: AnswerParts, failures: Failures): void {
  const { cookies, secure, interactions, issuer, services, signIns } = parts;

  function keepCookies(ctx: Context): void {
    let kept = cookiesOf(ctx);
    // A session of nobody is not stored: its cookie would take the place of one that counts.
    if (ctx.oidc?.session !== undefined && ctx.oidc.session.accountId === undefined) {
      kept = kept.filter((cookie) => !cookie.startsWith(`${cookies.session}=`));
    }
    const interacts = kept.some((cookie) => cookie.startsWith(`${cookies.interaction}=`));
    if (interacts && cookieNamed(cookies.browser, ctx.get('cookie')) === undefined) {
      const value = randomBytes(32).toString('base64url');
      kept.push(setCookie({ name: cookies.browser, value, path: '/', secure }));
    }
    ctx.remove('set-cookie');
    if (kept.length > 0) ctx.set('set-cookie', kept);
  }

  function nameFault(ctx: Context): void {
    const body = ctx.body as { error?: string; error_description?: string } | undefined;
    if (ctx.status !== 400 || !NO_AUTHENTICATION.has(body?.error_description ?? '')) return;
    ctx.status = 401;
    ctx.body = { error: 'invalid_client', error_description: 'client authentication failed' };
    if (ctx.get('authorization') !== '') ctx.set('www-authenticate', `Basic realm="${issuer}"`);
  }

  /** A browser that lost the answer asks again: it is asked nothing that was answered. */
  async function goOnAgain(ctx: Context): Promise<void> {
    const id = ctx.path.split('/').at(-1) ?? '';
    if (ctx.status !== 400 || cookieNamed(cookies.resume, ctx.get('cookie')) !== id) return;
    const stored = await interactions.get(id);
    if (stored?.status !== 'answered') return;
    const { prompt: _prompt, max_age: _maxAge, id_token_hint: _hint, ...params } = stored.params;
    ctx.status = 303;
    ctx.redirect(`${issuer}/oidc/authorize?${new URLSearchParams(params)}`);
  }

  const describeFault = describeFaults(provider);
  provider.on('server_error', (ctx, error) => {
    failures.set(ctx.req, error);
  });
  // Each is an answer already, or is thrown on.
  provider.on('error' as 'server_error', () => {});
  provider.use(async (koa, next) => {
    const ctx = koa as unknown as Context;
    const { kind, pattern } = endpointOf(ctx.path) ?? {};
    if (kind === 'browser') {
      ctx.set(pageHeaders({ 'form-action': 'unrestricted', 'script-src': [] }));
      ctx.remove('content-type');
    }
    await next().catch((error: unknown) => failures.set(ctx.req, error));
    if (failures.has(ctx.req)) {
      ctx.respond = false;
      for (const header of ctx.res.getHeaderNames())
        if (header !== 'x-correlation-id') ctx.res.removeHeader(header);
      return;
    }
    if (kind === 'public') ctx.set('cache-control', MAX_AGE);
    if (kind === 'client' && pattern !== '/oidc/userinfo') nameFault(ctx);
    if (kind !== 'browser') return;
    describeFault(ctx);
    if (pattern === '/oidc/authorize/:id') await goOnAgain(ctx);
    const signIn = signInOf(ctx, services.byClientId(ctx.oidc?.client?.clientId ?? '')?.id);
    if (signIn !== undefined) await signIns.record(signIn);
    // A fault that goes back by a form is that form, not a page of ours.
    if (typeof ctx.body === 'string' && ctx.body.includes(FORM_POST)) ctx.status = 200;
    keepCookies(ctx);
    if (typeof ctx.body === 'string') ctx.body = ctx.body.replace('<html>', '<html lang="en">');
  });
}
