/** By which claim of the ID token a session has MFA. */
export interface MfaRule {
  claim: string;
  values: readonly string[];
}

/** Whether an ID token shows MFA: its claim is one of the values, or a list that holds one. Without a rule, never. */
export function showsMfa(claims: Readonly<Record<string, unknown>>, rule: MfaRule | undefined): boolean {
  if (rule === undefined || !Object.hasOwn(claims, rule.claim)) return false;
  const said = claims[rule.claim];
  return [said].flat().some((each) => typeof each === 'string' && rule.values.includes(each));
}
