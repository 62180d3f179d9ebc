import type {
  AccountUser,
  AttributeValues,
  BegunSignIn,
  CompletedSignIn,
  EmailSubscription,
  OidcUser,
} from './account-answers.ts';
import { ifThere, removed } from './own-calls.ts';
import { type Call, path, type Send } from './transport.ts';

/** What the identity provider sent a person back with. */
export interface AuthResponse {
  state: string;
  code?: string | undefined;
  iss?: string | undefined;
  error?: string | undefined;
}

/**
 * Sessions and attributes of people at first-party frontends, for a service with the param `canUseAccounts`. A session that does
 * not count is a GatehouseProblem of the kind `session-invalid`: sign the person in again.
 */
export interface AccountCalls {
  /** Where to send a person who signs in. Bind `state` to their browser by a cookie, and compare it when they come back. */
  getSignInUrl(asked?: { redirectPath?: string; mfa?: boolean }): Promise<BegunSignIn>;
  /** Makes a session of what a person came back with. `session`: one that it takes the place of. */
  validateAuthResponse(response: AuthResponse, session?: string): Promise<CompletedSignIn>;
  /** Where to send a person who signs out at the provider too. */
  getEndSessionUrl(session?: string): Promise<{ end_session_uri: string }>;
  /** Ends a session. */
  endSession(session: string): Promise<void>;
  getUser(session: string): Promise<AccountUser>;
  /** Whether an email is the session's own; undefined where it is nobody's. */
  matchUserByEmail(email: string, session?: string): Promise<{ match: boolean } | undefined>;
  getAttributes(names: readonly string[], session: string): Promise<AttributeValues>;
  /** All or none are set; null takes a value out. */
  setAttributes(
    values: Readonly<Record<string, unknown>>,
    session: string,
  ): Promise<{ govuk_account_session?: string }>;
  /** Whether the person gets emails of a page, or of a topic. */
  checkEmailSubscription(
    of: { basePath: string } | { topicSlug: string },
    session: string,
  ): Promise<EmailSubscription>;
  /** As the identity provider's own backend, with the param `canUpdateProtectedAttributes`. */
  updateUserBySubjectIdentifier(told: {
    subjectIdentifier: string;
    email?: string;
    emailVerified?: boolean;
    legacySub?: string;
  }): Promise<OidcUser>;
  /** The same: somebody is gone there. False where nobody was known. */
  deleteUserBySubjectIdentifier(subjectIdentifier: string): Promise<boolean>;
}

const SESSION_HEADER = 'govuk-account-session';
const withSession = (session: string | undefined): Pick<Call, 'headers'> =>
  session === undefined ? {} : { headers: { [SESSION_HEADER]: session } };

export function accountCalls(send: Send): AccountCalls {
  async function call<T>(made: Call, session?: string): Promise<T> {
    return (await send({ ...made, ...withSession(session) })) as T;
  }
  const get = <T>(target: Call['path'], query: Call['query'], session?: string) =>
    call<T>({ method: 'GET', path: target, ...(query && { query }) }, session);

  return {
    getSignInUrl: ({ redirectPath, mfa } = {}) =>
      get('/api/oauth2/sign-in', {
        redirect_path: redirectPath,
        mfa: mfa === undefined ? undefined : String(mfa),
      }),
    validateAuthResponse: (json, session) =>
      call({ method: 'POST', path: '/api/oauth2/callback', json, once: true }, session),
    getEndSessionUrl: (session) => get('/api/oauth2/end-session', undefined, session),
    endSession: async (session) => {
      await call({ method: 'DELETE', path: '/api/session' }, session);
    },
    getUser: (session) => get('/api/user', undefined, session),
    matchUserByEmail: (email, session) => ifThere(get('/api/user/match-by-email', { email }, session)),
    getAttributes: (names, session) => get('/api/attributes', { 'attributes[]': names }, session),
    setAttributes: (attributes, session) =>
      call({ method: 'PATCH', path: '/api/attributes', json: { attributes } }, session),
    checkEmailSubscription: (of, session) => {
      const query = 'basePath' in of ? { base_path: of.basePath } : { topic_slug: of.topicSlug };
      return get('/api/personalisation/check-email-subscription', query, session);
    },
    updateUserBySubjectIdentifier: ({ subjectIdentifier, email, emailVerified, legacySub }) =>
      call({
        method: 'PUT',
        path: path`/api/oidc-users/${subjectIdentifier}`,
        json: { email, email_verified: emailVerified, legacy_sub: legacySub },
      }),
    deleteUserBySubjectIdentifier: (subjectIdentifier) =>
      removed(send, path`/api/oidc-users/${subjectIdentifier}`),
  };
}
