import type { KeyObject } from 'node:crypto';
import { canonicalId } from '@gatehouse/runtime/ids';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

/** The claims of a person's access token (RFC 9068, section 2.2), and the session that it stands on. */
const claimsShape = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  sub: z.string().refine((text) => canonicalId(text) === text),
  client_id: z.string(),
  sid: z.string(),
  jti: z.string(),
  scope: z.string(),
  exp: z.number().refine(Number.isFinite),
  iat: z.number().refine(Number.isFinite),
  nbf: z.number().refine(Number.isFinite).optional(),
});
export type PersonClaims = z.output<typeof claimsShape>;

/** A token's header, not verified. */
export interface PersonTokenHeader {
  kid: string | undefined;
}

const TYPE = /^(?:application\/)?at\+jwt$/i;

function headerOf(token: string): Record<string, unknown> | undefined {
  try {
    const header: unknown = JSON.parse(
      Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString('utf8'),
    );
    return typeof header === 'object' && header !== null ? (header as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The header of what says that it is an access token of the platform; undefined for any other. No extension is understood. */
export function personTokenHeader(token: string): PersonTokenHeader | undefined {
  const header = headerOf(token);
  if (header === undefined || header.alg !== 'RS256' || 'crit' in header) return undefined;
  if (typeof header.typ !== 'string' || !TYPE.test(header.typ)) return undefined;
  return { kid: typeof header.kid === 'string' ? header.kid : undefined };
}

/** The claims of a token that `key` signed; undefined where it did not, or where one is missing. Dates are checked elsewhere. */
export function verifiedClaims(token: string, key: KeyObject): PersonClaims | undefined {
  try {
    const payload = jwt.verify(token, key, {
      algorithms: ['RS256'],
      ignoreExpiration: true,
      ignoreNotBefore: true,
    });
    return claimsShape.safeParse(payload).data;
  } catch {
    return undefined;
  }
}
