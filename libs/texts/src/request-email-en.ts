/** What was asked for: a service in an organisation, or the organisation alone. */
export interface AskedFor {
  organisation: string;
  service: string | undefined;
}

/** Why an approved request could not be carried out. */
export type Failure = 'policy' | 'no room' | 'organisation closed' | 'person removed';

const what = ({ organisation, service }: AskedFor) =>
  service === undefined ? organisation : `${service} at ${organisation}`;

const FAILURES: Readonly<Record<Failure, string>> = {
  policy: 'The service is not for you there, or not any more.',
  'no room': 'You are a member of as many organisations as one person can be.',
  'organisation closed': 'The organisation is closed.',
  'person removed': 'Your account was removed.',
};

/** The emails about requests for access, in English. */
export const requestEmailEn = {
  doneSubject: (asked: AskedFor) => `You now have access to ${what(asked)}`,
  done: (asked: AskedFor) => `Your request was approved. You now have access to ${what(asked)}.`,
  start: (url: string) => `Start here: ${url}`,
  rejectedSubject: (asked: AskedFor) => `Your request for ${what(asked)} was not approved`,
  rejected: (asked: AskedFor) => `Your request for access to ${what(asked)} was not approved.`,
  reason: (text: string) => `The reason that was given: ${text}`,
  failedSubject: (asked: AskedFor) => `You could not be given access to ${what(asked)}`,
  failed: (asked: AskedFor) =>
    `Your request for access to ${what(asked)} was approved, and could not be carried out.`,
  failures: FAILURES,
  expiredSubject: (asked: AskedFor) => `Nobody decided your request for ${what(asked)}`,
  expired: (asked: AskedFor) =>
    `Nobody decided your request for access to ${what(asked)} in time, so it is over. You can ask again.`,
};
