/** A sign-in that begins. */
export interface BegunSignIn {
  /** Where to send the person. */
  auth_uri: string;
  /** What the person comes back with: compare it with the browser's cookie. */
  state: string;
}

/** A sign-in that succeeded. */
export interface CompletedSignIn {
  /** The session: keep it in a cookie of the person's browser. */
  govuk_account_session: string;
  redirect_path: string | null;
}

/** Who is signed in. */
export interface AccountUser {
  id: string;
  mfa: boolean;
  email: string | null;
  email_verified: boolean;
  services: Record<string, unknown>;
  govuk_account_session?: string;
}

/** The values that a person holds. */
export interface AttributeValues {
  values: Record<string, unknown>;
  govuk_account_session?: string;
}

/** Whether a person is subscribed to emails. */
export interface EmailSubscription {
  base_path?: string;
  topic_slug?: string;
  active: boolean;
}

/** What is known of somebody by the identity provider's word. */
export interface OidcUser {
  sub: string;
  email: string | null;
  email_verified: boolean | null;
}
