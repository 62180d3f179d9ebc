import type { Credentials } from '@gatehouse/http';
import type { RegisteredService } from '@gatehouse/service-registry';
import type { InteractionRecords } from '../records/interaction-records.ts';
import type { Records } from '../records/records.store.ts';
import type { Sessions } from '../sessions/open-sessions.ts';
import type { SignIns } from '../sign-ins/open-sign-ins.ts';
import type { CookieNames } from './cookies.ts';
import type { PeoplePort, ProviderRules } from './people-port.ts';

/** What OpenID Connect is made from. */
export interface OidcParts {
  issuer: string;
  /** What tokens for `/me` are for. */
  meUrl: string;
  /** Whether browsers reach the platform by https. */
  secure: boolean;
  cookies: CookieNames;
  records: Records;
  interactions: InteractionRecords;
  sessions: Sessions;
  signIns: Pick<SignIns, 'record'>;
  services: {
    byId(id: string): RegisteredService | undefined;
    byClientId(clientId: string): RegisteredService | undefined;
  };
  people: PeoplePort;
  /** The secrets of built-in services. */
  credentials: Pick<Credentials, 'clientSecretsOf'>;
  providers: ProviderRules;
  /** Fetches a client's keys, by the rules for outgoing requests. */
  fetch: (url: string) => Promise<Response>;
  errorPage: (request: {
    path: string;
    cookies: string | undefined;
    /** Where the person may begin again, as far as it is known. */
    service: RegisteredService | undefined;
  }) => ErrorPage;
  now: () => number;
  /** How long a session may last, in milliseconds. */
  ageMs: number;
}

/** A page that says that a request cannot go on. */
export interface ErrorPage {
  html: string;
  headers: Readonly<Record<string, string>>;
}
