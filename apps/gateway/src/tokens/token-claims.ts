import { z } from 'zod';

/** How far a client's clock may be off, in seconds. */
const TOLERANCE_S = 30;

/** The claims that are checked. `exp`, `nbf` and `iat` are seconds, perhaps with a fraction (RFC 7519, section 2). */
const numericDate = z.number().refine(Number.isFinite).optional();
const claimsShape = z.object({
  iss: z.string().optional().catch(undefined),
  aud: z.unknown().optional(),
  exp: numericDate,
  nbf: numericDate,
  iat: numericDate,
});
export type TokenClaims = z.output<typeof claimsShape>;

/** The claims, or their fault: a date that is not a number is refused, not ignored. */
export function readClaims(payload: unknown): { claims: TokenClaims } | { fault: string } {
  const parsed = claimsShape.safeParse(payload);
  if (parsed.success) return { claims: parsed.data };
  const [name] = parsed.error.issues[0]?.path ?? [];
  return { fault: name === undefined ? 'invalid token' : `invalid ${String(name)} value` };
}

/** Why a token is not valid at `now` (milliseconds), or undefined. A remembered token is checked each time. */
export function faultInTime(
  { exp, nbf, iat }: Pick<TokenClaims, 'exp' | 'nbf' | 'iat'>,
  now: number,
): string | undefined {
  const seconds = now / 1_000;
  if (exp !== undefined && seconds >= exp + TOLERANCE_S) return 'jwt expired';
  if (nbf !== undefined && nbf > seconds + TOLERANCE_S) return 'jwt not active';
  if (iat !== undefined && iat > seconds + TOLERANCE_S) return 'jwt issued in the future';
  return undefined;
}

/** Whether `aud` is equal to the audience, or a list that contains it; never a substring. */
export function isForAudience(aud: unknown, audience: string): boolean {
  return Array.isArray(aud) ? aud.includes(audience) : aud === audience;
}
