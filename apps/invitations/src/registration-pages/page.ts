import type { FormErrors as PageErrors } from '@gatehouse/pages';

/** One invitation on a page: who invites, and for which organisation. */
export interface ShownInvitation {
  id: string;
  serviceName: string;
  organisationName?: string | undefined;
}

/** One that can be accepted, and the address of the page that declines it. */
export interface OfferedInvitation extends ShownInvitation {
  declineHref: string;
  ticked: boolean;
}

/** A sentence for each faulty field, shown at the top and at the field. */
export type FormErrors = PageErrors<'accept' | 'givenName' | 'familyName' | 'code'>;

/**
 * The form that accepts. It posts `givenName`, `familyName`, `code`, `shown` (the ids of the invitations shown, with
 * spaces between) and, where there are several, `accept` (the id of each that is ticked) to `action`, as
 * `application/x-www-form-urlencoded`.
 */
export interface RegisterPage {
  view: 'register';
  /** Where the form posts to. */
  action: string;
  /** Every invitation that waits, the oldest first. */
  invitations: readonly OfferedInvitation[];
  /** The values of the fields. The code is empty. */
  values: { givenName: string; familyName: string; code: string };
  errors: FormErrors;
  /** When the link ends: ISO 8601, shown in UK time. */
  expiresAt: string;
}

/** The form that declines one invitation; it posts `code`. `back` leads to the form that accepts. */
export interface DeclinePage {
  view: 'decline';
  action: string;
  back: string;
  invitation: ShownInvitation;
  /** Whether others wait with it. */
  others: boolean;
  errors: FormErrors;
}

/** Where a person continues: `href` is absent where the service has no page of its own. */
export interface Onward {
  serviceName: string;
  href?: string | undefined;
}

/** Why a link is over. `superseded`: the email became a user's in another way. */
export type EndedReason = 'used' | 'revoked' | 'declined' | 'superseded';

/** Every page that a person who was invited may see; all texts are plain, never HTML. */
export type Page =
  | RegisterPage
  | DeclinePage
  /** One was declined; `others` leads to those that still wait. */
  | { view: 'declined'; invitation: ShownInvitation; others?: string | undefined }
  /**
   * The link ran out: a form without fields, posted to `action`, asks for a new email, or, where the email is a user's by
   * now, for what expired to be added to the account.
   */
  | { view: 'expired'; action: string; hasAccount: boolean }
  | { view: 'new-email-sent' }
  | { view: 'ended'; reason: EndedReason; onward?: Onward | undefined }
  | { view: 'not-found' }
  /** `/register` without a link. */
  | { view: 'no-link' }
  /** Too many wrong codes: closed until `until` (ISO 8601, shown in UK time); `action` leads back to the form. */
  | { view: 'locked'; until: string; action: string }
  /** Accepted, where the service has no page of its own to go on to. */
  | { view: 'welcome' };
