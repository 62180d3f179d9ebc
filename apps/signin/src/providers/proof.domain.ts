/** What a provider says of how a person signed in there. */
export interface ProvidersProof {
  acr: string;
  amr: string[];
}

const SINGLE_FACTOR = 'urn:gatehouse:acr:1';
const MULTI_FACTOR = 'urn:gatehouse:acr:2';
/** What is taken of a list that a provider may make as long as it likes. */
const MOST_METHODS = 20;
const LONGEST_METHOD = 255;

/** The methods that an ID token names, and the class that they reach: two where one of `mfa` is among them. */
export function proofOf({ amr }: Readonly<Record<string, unknown>>, mfa: readonly string[]): ProvidersProof {
  const named = Array.isArray(amr) ? amr : [];
  const texts = named.filter(
    (each): each is string => typeof each === 'string' && each !== '' && each.length <= LONGEST_METHOD,
  );
  const isMultiFactor = texts.some((each) => mfa.includes(each));
  return { acr: isMultiFactor ? MULTI_FACTOR : SINGLE_FACTOR, amr: texts.slice(0, MOST_METHODS) };
}
