/** How a person has signed in, as the page that proved it tells. */
export interface SignedInBy {
  userId: string;
  method: 'code' | 'provider';
  providerId?: string;
  /** The session at the provider. */
  providerSid?: string;
  /** The identity that the person came by. */
  identityId?: string;
  acr: string;
  amr: readonly string[];
  /** The address that this signing in has proved. */
  provedEmail?: string;
}

/** The class of authentication of a code by email. */
export const ACR_SINGLE_FACTOR = 'urn:gatehouse:acr:1';
/** The class of authentication of a provider that says that it asked for more than one factor. */
export const ACR_MULTI_FACTOR = 'urn:gatehouse:acr:2';
