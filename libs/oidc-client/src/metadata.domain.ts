import { type AddressRules, isEndpointOf } from './address.domain.ts';
import type { Reason } from './reason.domain.ts';

/** What is used of a provider's description of itself. */
export interface Metadata {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  jwks_uri: string;
  userinfo_endpoint?: string;
  end_session_endpoint?: string;
  token_endpoint_auth_methods_supported?: string[];
  authorization_response_iss_parameter_supported?: boolean;
}

const NEEDED = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
const OPTIONAL = ['userinfo_endpoint', 'end_session_endpoint'] as const;

type Document = Readonly<Record<string, unknown>>;

/** Reads a description: it must name the very issuer, and addresses that are allowed. The reason, where it breaks a rule. */
export function readMetadata(document: unknown, issuer: string, rules: AddressRules): Metadata | Reason {
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return 'discovery-missing';
  const described = document as Document;
  if (described.issuer !== issuer) return 'discovery-issuer';
  if (NEEDED.some((name) => described[name] === undefined)) return 'discovery-missing';
  const optional = OPTIONAL.filter((name) => described[name] !== undefined && described[name] !== null);
  const addresses: [string, string][] = [];
  for (const name of [...NEEDED, ...optional]) {
    const address = described[name];
    if (!isEndpointOf(issuer, address, rules)) return 'discovery-address';
    addresses.push([name, address]);
  }
  if (!supports(described.response_types_supported, 'code')) return 'discovery-unsupported';
  if (!supports(described.code_challenge_methods_supported, 'S256')) return 'discovery-unsupported';
  const methods = described.token_endpoint_auth_methods_supported;
  return {
    issuer,
    ...(Object.fromEntries(addresses) as Pick<Metadata, (typeof NEEDED)[number]>),
    ...(isListOfTexts(methods) && { token_endpoint_auth_methods_supported: methods }),
    ...(described.authorization_response_iss_parameter_supported === true && {
      authorization_response_iss_parameter_supported: true,
    }),
  };
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** Many providers leave lists out and support what they do not list; one that lists others says no. */
function supports(list: unknown, value: string): boolean {
  return !Array.isArray(list) || list.includes(value);
}
