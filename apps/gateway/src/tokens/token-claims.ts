import { z } from 'zod';

/** How far a client's clock may be off, in seconds. */
const TOLERANCE_S = 30;

/** What a token says that matters here. `exp`, `nbf` and `iat` are seconds, perhaps with a fraction (RFC 7519, section 2). */
const numericDate = z.number().refine(Number.isFinite).optional();
const claimsShape = z.object({
  iss: z.string().optional().catch(undefined),
  aud: z.unknown().optional(),
  exp: numericDate,
  nbf: numericDate,
  iat: numericDate,
});
export type TokenClaims = z.output<typeof claimsShape>;

/** The claims, or what is wrong with them: a date that is no number is refused, not ignored. */
export function readClaims(payload: unknown): { claims: TokenClaims } | { fault: string } {
  const parsed = claimsShape.safeParse(payload);
  if (parsed.success) return { claims: parsed.data };
  const [name] = parsed.error.issues[0]?.path ?? [];
  return { fault: name === undefined ? 'invalid token' : `invalid ${String(name)} value` };
}

/** Why a token is not good at `now` (milliseconds), or undefined. Asked again each time that a remembered token comes. */
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

/** Equal as text, or a member of a list; never a part of a text. */
export function isForAudience(aud: unknown, audience: string): boolean {
  return Array.isArray(aud) ? aud.includes(audience) : aud === audience;
}
