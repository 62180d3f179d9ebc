import { emailKey } from '@gatehouse/contracts';
import { cookieNamed } from '@gatehouse/http';
import type { RegisteredService } from '@gatehouse/service-registry';
import type { InteractionPayload, InteractionRecords } from '../records/interaction-records.ts';
import { hashOf, type Sessions } from '../sessions/open-sessions.ts';
import { type CookieNames, INTERACTION_PATH } from './cookies.ts';
import type { SignedInBy } from './signed-in.ts';

/** One authorization request of this browser, while a person is asked. */
export interface OpenInteraction {
  /** It names the pages, `/sign-in/{id}/…`, and nothing else. */
  id: string;
  clientId: string;
  service: RegisteredService;
  /** What is asked: who the person is, or which organisation. */
  asks: 'login' | 'organisation';
  /** What the form is filled in with. */
  loginHint?: string | undefined;
  /** Who is signed in in this browser. */
  userId?: string | undefined;
  /** The session's id, where somebody is signed in. */
  sessionId?: string | undefined;
  /** The organisation last chosen for this service in this session. */
  lastOrganisationId?: string | undefined;
  /** Whether the former answers brought the person this far: the page goes on at once. */
  goesOnTo?: string | undefined;
  /** The authorization that this is a part of. */
  authorization?: string | undefined;
  /** How the person has signed in, where that was in this authorization. */
  signedInBy?: SignedInBy['method'] | undefined;
  /** There is no organisation to choose. */
  isWithoutOrganisation: boolean;
  /** Milliseconds. */
  expiresAt: number;
  /** Languages that the request prefers. */
  uiLocales: readonly string[];
}

/** Why a page has no request of this browser. `service`: where one may begin again, as far as it is known. */
export type NoInteraction = {
  status: 'over' | 'elsewhere' | 'no-cookies';
  service?: RegisteredService | undefined;
};

export interface InteractionsParts {
  records: InteractionRecords;
  sessions: Sessions;
  cookies: CookieNames;
  services: { byClientId(clientId: string): RegisteredService | undefined };
  /** What the library's path for going on begins with: `{ISSUER}/oidc/authorize/`. */
  resumeUrl: string;
  now: () => number;
}

export type Interactions = ReturnType<typeof openInteractions>;

/** The authorization requests that pages work on. Each way to finish gives the address where the browser goes on. */
export function openInteractions(parts: InteractionsParts) {
  const { records, sessions, cookies, services, resumeUrl, now } = parts;
  const resume = (id: string) => `${resumeUrl}${encodeURIComponent(id)}`;

  function openOf(id: string, payload: InteractionPayload, expiresAt: number): OpenInteraction | undefined {
    const { params, prompt, session, result, cid, lastSubmission } = payload;
    const { lastOrganisationId, isWithout } = prompt.details;
    const login = lastSubmission?.login as Pick<SignedInBy, 'method'> | undefined;
    const clientId = params.client_id ?? '';
    const service = services.byClientId(clientId);
    if (service === undefined) return undefined;
    return {
      ...{
        id,
        clientId,
        service,
        expiresAt,
        asks: prompt.name === 'organisation' ? 'organisation' : 'login',
      },
      ...(params.login_hint !== undefined && { loginHint: params.login_hint }),
      ...(session !== undefined && { userId: session.accountId, sessionId: session.uid }),
      ...(result !== undefined && { goesOnTo: resume(id) }),
      ...(typeof lastOrganisationId === 'string' && { lastOrganisationId }),
      ...(cid !== undefined && { authorization: cid }),
      ...(login !== undefined && { signedInBy: login.method }),
      isWithoutOrganisation: isWithout === true,
      uiLocales: params.ui_locales?.split(' ') ?? [],
    };
  }

  async function finish(id: string, result: Record<string, unknown>): Promise<string> {
    await records.change(id, (payload) => ({ ...payload, result: { ...payload.lastSubmission, ...result } }));
    return resume(id);
  }

  return {
    /** The request that a page is about, if it is this browser's. `cookie`: the request's header. */
    async read(
      id: string,
      cookie: string | undefined,
    ): Promise<({ status: 'open' } & OpenInteraction) | NoInteraction> {
      const stored = await records.get(id);
      const clientId = stored?.status === 'open' ? stored.payload.params.client_id : stored?.clientId;
      const service = services.byClientId(clientId ?? '');
      if (cookieNamed(cookies.interaction, cookie) !== id) {
        const hasCookies = cookieNamed(cookies.browser, cookie) !== undefined;
        return { status: hasCookies ? 'elsewhere' : 'no-cookies', service };
      }
      const open = stored?.status === 'open' ? openOf(id, stored.payload, stored.expiresAt) : undefined;
      return open === undefined ? { status: 'over', service } : { status: 'open', ...open };
    },

    /** The person has signed in. Somebody else's session in this browser is over. */
    async finishWithLogin(id: string, by: SignedInBy, correlationId: string): Promise<string> {
      const stored = await records.get(id);
      const former = stored?.status === 'open' ? stored.payload.session : undefined;
      if (former?.uid !== undefined && former.accountId !== by.userId) {
        await sessions.end(former.uid, 'replaced', { correlationId, actor: 'public' });
        await records.change(id, ({ session: _former, ...payload }) => payload);
      }
      const { userId: accountId, provedEmail, ...rest } = by;
      const login = { accountId, remember: false, ts: Math.floor(now() / 1_000), ...rest };
      // The address itself is not kept with the request.
      const proved = provedEmail === undefined ? {} : { provedEmail: hashOf(emailKey(provedEmail)) };
      return finish(id, { login: { ...login, ...proved }, last: 'login' });
    },

    /** The person has chosen; the choice is held against the list again. */
    finishWithOrganisation: (id: string, organisationId: string): Promise<string> =>
      finish(id, { organisation: { id: organisationId }, last: 'organisation' }),

    /** The person wants to be somebody else: who one is is asked anew. */
    askWhoAgain: (id: string): Promise<boolean> =>
      records.change(id, (payload) => ({
        ...payload,
        prompt: { name: 'login', reasons: ['another_person'], details: {} },
      })),

    /** The person went back. */
    deny: (id: string): Promise<string> =>
      finish(id, { error: 'access_denied', error_description: 'the person went back' }),

    /** What binds forms to this browser; undefined where it sends no cookie. */
    browserKey(cookie: string | undefined): string | undefined {
      const value = cookieNamed(cookies.browser, cookie);
      return value && hashOf(`browser:${value}`);
    },

    path: (id: string) => `${INTERACTION_PATH}${id}`,
  };
}
