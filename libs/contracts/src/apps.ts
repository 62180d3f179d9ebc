/** The platform's apps and their default ports. Apps never import each other: what one must know of another is here. */
export const apps = {
  gateway: { port: 43_890 },
  directory: { port: 43_891 },
  access: { port: 43_892 },
  invitations: { port: 43_893 },
  notifier: { port: 43_894 },
  signin: { port: 43_895 },
  accounts: { port: 43_896 },
  console: { port: 43_897 },
} as const satisfies Record<string, { port: number }>;

export type AppName = keyof typeof apps;
/** An app behind the gateway. */
export type BackendName = Exclude<AppName, 'gateway'>;

export const appNames = Object.keys(apps) as AppName[];
export const backendNames = appNames.filter((name): name is BackendName => name !== 'gateway');

/** The environment variable for the port that an app listens on. */
export function portVariable<A extends AppName>(app: A) {
  return `${app.toUpperCase()}_PORT` as `${Uppercase<A>}_PORT`;
}

/** The environment variable that tells the gateway where a service is. */
export function urlVariable<A extends BackendName>(app: A) {
  return `${app.toUpperCase()}_URL` as `${Uppercase<A>}_URL`;
}
