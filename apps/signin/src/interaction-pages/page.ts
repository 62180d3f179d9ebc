import type { FormErrors } from '@gatehouse/pages';
import type { Onward } from '../clients/onward.ts';

/** Who is asked to join, on the page for names. */
export interface ShownInvitation {
  id: string;
  serviceName: string;
  organisationName?: string | undefined;
}

/** A way to sign in elsewhere: its form is posted to `action`. */
export interface OfferedProvider {
  name: string;
  action: string;
}

/** One radio button of the organisation choice. */
export interface OfferedOrganisation {
  value: string;
  text: string;
  checked: boolean;
  hint?: { text: string };
}

/** Every page of a sign-in; all texts are plain, never HTML. */
export type Page =
  | {
      view: 'address';
      values: { email: string };
      errors: FormErrors<'email'>;
      providers: readonly OfferedProvider[];
      /** Nobody came from another provider: a code is the way that is left. */
      failed: boolean;
    }
  /** The code is never given back. `delayed`: emails do not go out at the moment. */
  | { view: 'code'; email: string; expiresAt: string; delayed: boolean; errors: FormErrors<'code'> }
  | { view: 'code-over'; reason: 'expired' | 'wrongCodes' | 'replaced'; email: string | undefined }
  | {
      view: 'names';
      email: string;
      invitations: readonly ShownInvitation[];
      values: { givenName: string; familyName: string };
      errors: FormErrors<'givenName' | 'familyName'>;
    }
  | { view: 'wait' }
  | { view: 'proved' }
  | {
      view: 'organisation';
      who: string;
      choices: readonly OfferedOrganisation[];
      errors: FormErrors<'organisation'>;
    }
  | { view: 'no-organisation'; who: string }
  | { view: 'refused'; reason: 'deactivated' | 'noAccount' }
  /** Until when: ISO 8601, shown in UK time. */
  | { view: 'too-many'; until: string }
  | { view: 'too-soon'; seconds: string }
  | { view: 'refused-form' };

/** The pages of a sign-in that cannot go on in this browser. */
export interface OverPage {
  view: 'over';
  reason: 'over' | 'elsewhere' | 'no-cookies';
  onward: Onward | undefined;
}
