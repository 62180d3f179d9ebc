/** The platform's own clients of sign-in. Access makes them at its first start, under these ids; nobody configures them. */
export const builtInServices = {
  /** Where organisations manage their people. Who has a grant with role `support` is a supporter. */
  console: { id: '0D2B6E9A-4C1F-4E7B-9C35-6A1D58F0C001', name: 'Console' },
  /** Sessions and attributes of first-party frontends. */
  accounts: { id: '0D2B6E9A-4C1F-4E7B-9C35-6A1D58F0C002', name: 'Accounts' },
} as const;

/** The client id of a built-in service. */
export type BuiltInClientId = keyof typeof builtInServices;

/** Where people come back to from the platform's own sign-in, while the operator says nothing: the demo's account site. */
export const ACCOUNT_SITE = {
  redirectUri: 'http://localhost:3001/callback',
  postLogoutRedirectUri: 'http://localhost:3001/',
} as const;

/** The role in `console` that makes a supporter. */
export const SUPPORT_ROLE = 'support';

/** The id of a built-in service, by its client id; undefined for any other text. */
export function builtInServiceId(text: string): string | undefined {
  return Object.hasOwn(builtInServices, text) ? builtInServices[text as BuiltInClientId].id : undefined;
}
