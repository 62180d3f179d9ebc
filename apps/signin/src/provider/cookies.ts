/** Where the pages of requests are. */
export const INTERACTION_PATH = '/sign-in/';

/** The cookies' names. By https alone the browser holds them to their prefix. */
export function cookieNames(secure: boolean) {
  const host = secure ? '__Host-' : '';
  const path = secure ? '__Secure-' : '';
  return {
    session: `${host}gatehouse-session`,
    /** Of one request, good for its pages. */
    interaction: `${path}gatehouse-interaction`,
    /** Of one request, good for going on with it. */
    resume: `${path}gatehouse-resume`,
    /** Random, for as long as the browser is open: it tells whether cookies are taken, and binds forms. */
    browser: `${host}gatehouse-sign-in`,
  };
}

export type CookieNames = ReturnType<typeof cookieNames>;
