import type { Setting, ValuesOf, Variables } from './variable.ts';

/** A start that cannot be: the message holds one line for each fault. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

export type EnvironmentTexts = Readonly<Record<string, string | undefined>>;

function textOf(env: EnvironmentTexts, name: string): string | undefined {
  const text = env[name]?.trim();
  return text === '' ? undefined : text;
}

/** Whether `STORE_URL` or `EVENTS_URL` names an engine that many processes share. */
export function isDistributed(env: EnvironmentTexts): boolean {
  return /^mongodb/i.test(textOf(env, 'STORE_URL') ?? '') || /^kafka/i.test(textOf(env, 'EVENTS_URL') ?? '');
}

/** A URL's user and password are nobody's business, nor is anything else up to the `@`. */
function shown(text: string, secret: boolean): string {
  if (secret) return `(hidden, ${text.length} characters)`;
  const masked = text.replace(/^([a-z][a-z0-9+.-]*:(?:\/\/)?)?.*@/is, '$1***@');
  return JSON.stringify(masked.length > 200 ? `${masked.slice(0, 200)}…` : masked);
}

/**
 * Reads the variables that an app knows. An empty value counts as absent. All faults are reported together
 * (ConfigurationError), each on a line that names the variable, what it was and what it should be.
 */
export function readEnvironment<V extends Variables>(
  variables: V,
  env: EnvironmentTexts,
): ValuesOf<V> & Setting {
  const setting: Setting = { distributed: isDistributed(env) };
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const text = textOf(env, name);
    if (text === undefined) {
      const absent = variable.absent(setting);
      if (absent === 'required') faults.push(`${name} is missing: it should be ${variable.expected}`);
      else values[name] = absent.value;
      continue;
    }
    const parsed = variable.schema.safeParse(text);
    if (parsed.success) values[name] = parsed.data;
    else
      faults.push(`${name} is ${shown(text, variable.secret ?? false)}: it should be ${variable.expected}`);
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
  return { ...values, ...setting } as ValuesOf<V> & Setting;
}
