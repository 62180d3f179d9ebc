/** What one invitation on the page says: who invites, and to act for which organisation. */
export interface ShownInvitation {
  id: string;
  serviceName: string;
  organisationName?: string | undefined;
}

/**
 * The form that accepts. It posts `givenName`, `familyName`, `code` and `shown` (the ids of the invitations shown, with
 * spaces between) to `action`, as `application/x-www-form-urlencoded`.
 */
export interface RegisterPage {
  view: 'register';
  /** Where the form posts to. */
  action: string;
  /** Every invitation that the form accepts, the oldest first. */
  invitations: readonly ShownInvitation[];
  /** What the fields hold. The code is best given back empty. */
  values: { givenName: string; familyName: string; code: string };
  /** A sentence for each faulty field, shown at the top and beside the field. */
  errors: {
    givenName?: string | undefined;
    familyName?: string | undefined;
    code?: string | undefined;
  };
  /** When the link ends: ISO 8601, shown in UK time. */
  expiresAt: string;
}

/** Every page that a person who was invited may see; all texts are plain, never HTML. */
export type Page =
  | RegisterPage
  /**
   * The link ran out: a form without fields, posted to `action`, asks for a new email, or, where the email is a user's by
   * now, for what expired to be added to the account.
   */
  | { view: 'expired'; action: string; hasAccount: boolean }
  | { view: 'new-email-sent' }
  /** `used`: accepted before; `revoked`: withdrawn; `overtaken`: the email became a user's in another way. */
  | { view: 'ended'; reason: 'used' | 'revoked' | 'overtaken' }
  | { view: 'not-found' }
  /** Too many wrong codes: closed until `until` (ISO 8601, shown in UK time); `action` leads back to the form. */
  | { view: 'locked'; until: string; action: string }
  /** Accepted, where the service has no page of its own to go on to. */
  | { view: 'welcome' }
  /** Something failed: what to quote when asking for help. */
  | { view: 'problem'; correlationId: string };
